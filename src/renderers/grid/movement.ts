export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows in sight, which PageUp and PageDown pass over. */
  readonly page: number;
}

/** As much of a keyboard's event as decides. */
export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Where a key leads from here; undefined for a key that leads nowhere. */
export function moved({ row, column }: Place, key: Key, { rows, columns, page }: Extent): Place | undefined {
  const isFar = key.ctrlKey || key.metaKey;
  // With Ctrl and Shift the editor's own keys lead out of the output.
  if (key.altKey || (isFar && key.shiftKey)) return undefined;
  const to = (newRow: number, newColumn: number): Place => ({
    row: Math.max(0, Math.min(rows - 1, newRow)),
    column: Math.max(0, Math.min(columns - 1, newColumn)),
  });
  switch (key.key) {
    case 'ArrowUp':
      return to(isFar ? 0 : row - 1, column);
    case 'ArrowDown':
      return to(isFar ? rows : row + 1, column);
    case 'ArrowLeft':
      return to(row, isFar ? 0 : column - 1);
    case 'ArrowRight':
      return to(row, isFar ? columns : column + 1);
    case 'PageUp':
      return to(row - page, column);
    case 'PageDown':
      return to(row + page, column);
    case 'Home':
      return to(isFar ? 0 : row, 0);
    case 'End':
      return to(isFar ? rows : row, columns);
    default:
      return undefined;
  }
}
