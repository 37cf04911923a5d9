export const notebookType = 'sparkify';
