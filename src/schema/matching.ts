/** What a song must have in common with a play to be its song. */
export const matchings = ['title+artist', 'title+artist+duration'] as const;
export type Matching = (typeof matchings)[number];
