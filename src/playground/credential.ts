/** No secret: it opens nothing but what a playground makes up, on this machine. */
export const playgroundCredential = { accessKeyId: 'playground', secretAccessKey: 'playground-secret' } as const;
