/** A notebook as an editor keeps it: plain data, of which it shows the cells. */
export interface NotebookDocument {
  readonly cells: readonly DocumentCell[];
  /** All that the file holds beside its cells. */
  readonly metadata: Metadata;
}

export interface DocumentCell {
  readonly kind: 'markdown' | 'code';
  readonly languageId: string;
  readonly text: string;
  readonly metadata: Metadata;
}

/** Comes back as it was given, unless somebody changed it. */
export type Metadata = Readonly<Record<string, unknown>>;
