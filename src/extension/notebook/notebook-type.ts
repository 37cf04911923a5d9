export const notebookType = 'sparkify';

/** A new cell is of the first of them, where no cell above says otherwise. */
export const cellLanguages = ['sql', 'sparkify'] as const;
