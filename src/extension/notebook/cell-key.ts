import { fingerprint } from '../../base/fingerprint.ts';

/** What of a cell its output depends on. */
export interface CellContent {
  readonly language: string;
  readonly text: string;
  readonly name: string | undefined;
}

/** By which the outputs of cells are kept: where a cell stands does not matter, unless others say the same. */
export function cellKeys(cells: readonly CellContent[]): string[] {
  const seen = new Map<string, number>();
  return cells.map(({ language, text, name }) => {
    const content = fingerprint([language, text, name ?? null]);
    const nth = seen.get(content) ?? 0;
    seen.set(content, nth + 1);
    return nth === 0 ? content : `${content}-${nth}`;
  });
}
