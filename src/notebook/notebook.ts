export const cellLanguages = ['sql', 'sparkify'] as const;
export type CellLanguage = (typeof cellLanguages)[number];

export const isCellLanguage = (word: string): word is CellLanguage =>
  (cellLanguages as readonly string[]).includes(word);

/** What stands behind the language of a cell's fence: `name=top_songs chart='{…}'`. */
export type Attributes = Readonly<Record<string, string>>;

/** How a cell is written in the file, where that is not how `print` would write it. */
export interface Written {
  /** What stands between the cell before, or the beginning of the file, and this one. */
  readonly lead?: string;
  /** The cell itself: its prose, or its fence from the first backtick to the last. */
  readonly body?: string;
}

export interface MarkdownCell {
  readonly kind: 'markdown';
  /** Every line break is \n. */
  readonly text: string;
  readonly written?: Written;
}

export interface CodeCell {
  readonly kind: 'code';
  readonly language: CellLanguage;
  /** Every line break is \n. */
  readonly text: string;
  readonly attributes: Attributes;
  readonly written?: Written;
}

export type Cell = MarkdownCell | CodeCell;

export type Eol = '\n' | '\r\n' | '\r';

export interface Notebook {
  readonly cells: readonly Cell[];
  /** The YAML at the head of the file, with its dashes; no cell shows it. */
  readonly frontMatter?: string;
  readonly bom?: true;
  /** How most lines of the file end, and those written anew; \n where nothing is said. */
  readonly eol?: Eol;
  /** What follows the last cell, where it is not one line break. */
  readonly end?: string;
}
