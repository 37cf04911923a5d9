import { SparkifyError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import type { Scalar } from '../../commands/run/sql-params.ts';
import type { Params } from '../../warehouse/params.ts';
import { positionAt } from '../../warehouse/position.ts';
import { tokensOf } from '../../warehouse/tokens.ts';

/** Values by name; DuckDB tells names of parameters apart by more than case. */
export type LookUp = (name: string) => { readonly value: Scalar } | undefined;

/** Binds what a statement mentions, as DuckDB itself sees it; says of one without a value how to give it one. */
export function paramsFor(sql: string, lookUp: LookUp, names: readonly string[]): Params {
  return wanted =>
    Object.fromEntries(
      wanted.map(name => {
        const known = lookUp(name);
        if (!known) throw missing(sql, name, names);
        return [name, known.value];
      }),
    );
}

function missing(sql: string, name: string, names: readonly string[]): SparkifyError {
  if (/^\d+$/.test(name)) {
    const offset = offsetOf(sql, text => text === '?' || text === `$${name}`);
    const sentence = 'In a cell a parameter has a name: write $name, and give it a value with set name = …';
    return new SparkifyError('usage.parameter', `${sentence}.`, { position: positionAt(sql, offset) });
  }
  const offset = offsetOf(sql, text => text.toLowerCase() === `$${name.toLowerCase()}`);
  const sentence = `$${name} has no value.${didYouMean(name, names)} Run set ${name} = … in a sparkify cell first.`;
  return new SparkifyError('usage.parameter', sentence, { position: positionAt(sql, offset) });
}

/** Where the first parameter stands, if there is one. */
export function firstParameter(sql: string): { name: string; offset: number } | undefined {
  for (const { kind, text, offset } of tokensOf(sql)) {
    if (kind === 'parameter') return { name: text, offset };
  }
  return undefined;
}

function offsetOf(sql: string, matches: (text: string) => boolean): number {
  for (const { kind, text, offset } of tokensOf(sql)) {
    if ((kind === 'parameter' || kind === 'symbol') && matches(text)) return offset;
  }
  return 0;
}
