/** A value of a result that JSON can carry. What a JSON number would bend (a large BIGINT, an exact DECIMAL) is text. */
export type Cell = null | string | number | boolean | readonly Cell[] | { readonly [name: string]: Cell };

/** A value of a result as text; null is SQL's NULL and differs from ''. */
export type TextCell = string | null;

export interface ResultColumn {
  readonly name: string;
  /** As DuckDB writes it: `BIGINT`, `DECIMAL(18,3)`, `STRUCT("a" INTEGER)[]`. */
  readonly type: string;
}
