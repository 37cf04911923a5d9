import type { Cell } from '../../base/cell.ts';
import type { Result } from './result.ts';

/** One array of objects, a line each. */
export async function* writeJson(result: Result): AsyncGenerator<string> {
  const textOf = rowWriter(result);
  let separator = '[\n  ';
  for await (const batch of rowsOf(result)) {
    yield separator + batch.map(textOf).join(',\n  ');
    separator = ',\n  ';
  }
  yield separator.startsWith('[') ? '[]\n' : '\n]\n';
}

/** One object a line. */
export async function* writeNdjson(result: Result): AsyncGenerator<string> {
  const textOf = rowWriter(result);
  for await (const batch of rowsOf(result)) yield batch.map(row => `${textOf(row)}\n`).join('');
}

/** A statement that gives no columns has no rows either, whatever DuckDB counts as its answer. */
const rowsOf = (result: Result) => (result.columns.length > 0 ? result.cells() : []);

/** Written by hand because an object of JavaScript would put a column named `1` first. */
function rowWriter({ columns }: Result): (row: readonly Cell[]) => string {
  const keys = uniqueNames(columns.map(column => column.name)).map(name => JSON.stringify(name));
  return row => `{${row.map((cell, i) => `${keys[i]}:${JSON.stringify(cell)}`).join(',')}}`;
}

/** A name that comes again gets a number: `n`, `n_1`. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map(name => {
    let unique = name;
    for (let i = 1; seen.has(unique) || (unique !== name && taken.has(unique)); i++) unique = `${name}_${i}`;
    seen.add(unique);
    return unique;
  });
}
