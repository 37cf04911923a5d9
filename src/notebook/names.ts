import type { Cell, CodeCell } from './notebook.ts';

/** Words of SQL that can name no table. DuckDB knows them all as `reserved` or `type_function`. */
const reserved = new Set(
  `all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast check collate
  collation column concurrently constraint create cross default deferrable desc describe distinct do else end except
  false fetch for foreign freeze from full glob group having ilike in initially inner intersect into is isnull join
  lambda lateral leading left like limit natural not notnull null offset on only or order outer overlaps pivot
  pivot_longer pivot_wider placing positional primary qualify references returning right select semi show similar some
  summarize symmetric table tablesample then to trailing true union unique unpack unpivot using variadic verbose when
  where window with`.split(/\s+/),
);

/** What keeps a cell from being called so, to end a sentence: "A cell cannot be called \"order\": …". */
export function nameProblem(name: string): string | undefined {
  if (!/^[a-z_][a-z0-9_]*$/.test(name))
    return 'a name is made of small letters, digits and _, and begins with no digit';
  return reserved.has(name) ? 'it is a word of SQL' : undefined;
}

/** How each cell is called. Of several with one name the first has it: a copied cell has none until it is given its own. */
export function namesOf(cells: readonly Cell[]): (string | undefined)[] {
  const taken = new Set<string>();
  return cells.map(cell => {
    const name = cell.kind === 'code' ? nameOf(cell) : undefined;
    if (name === undefined || taken.has(name)) return undefined;
    taken.add(name);
    return name;
  });
}

export function nameOf({ attributes }: CodeCell): string | undefined {
  const { name } = attributes;
  return name === undefined || nameProblem(name) ? undefined : name;
}
