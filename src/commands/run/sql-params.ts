import { SparkifyError } from '../../base/errors.ts';
import type { Param } from '../kinds.ts';

export type Scalar = string | bigint | number | boolean | null;

/** Numbers, true, false and null are what they look like; single quotes make a text of anything. */
export function scalarOf(text: string): Scalar {
  if (/^-?\d{1,38}$/.test(text)) return BigInt(text);
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return /^'.*'$/s.test(text) ? text.slice(1, -1) : text;
}

const mentions = (statement: string, name: string): boolean => new RegExp(`\\$${name}(?!\\w)`).test(statement);

/** For each statement the parameters it mentions; one that none mentions is a slip of the pen. */
export function paramsOf(given: readonly Param[], statements: readonly string[]): Record<string, Scalar>[] {
  for (const { name } of given) {
    if (!statements.some(statement => mentions(statement, name))) {
      throw new SparkifyError('usage.option', `--param ${name}: no statement mentions $${name}.`);
    }
  }
  return statements.map(statement =>
    Object.fromEntries(
      given.filter(({ name }) => mentions(statement, name)).map(({ name, text }) => [name, scalarOf(text)]),
    ),
  );
}
