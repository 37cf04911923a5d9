/** What a SELECT of the schema needs to say differently in each engine. */
export interface Dialect {
  readonly name: string;
  /** A quoted identifier. */
  id(name: string): string;
  /** A quoted text. */
  text(value: string): string;
  type(type: ColumnType): string;
  /** An instant in UTC from epoch milliseconds. */
  fromEpochMillis(expression: string): string;
  hour(instant: string): string;
  day(instant: string): string;
  isoWeek(instant: string): string;
  month(instant: string): string;
  year(instant: string): string;
  /** 1 (Monday) to 7. */
  weekday(instant: string): string;
  /** Integers divided, without the rest. */
  quotient(dividend: string, divisor: string): string;
  /** The sum of a 64-bit hash of each value: the same for the same values in any order. */
  sumOfHashes(expression: string): string;
  /** Text whose UTF-8 was encoded twice, undone; any other text as it is. */
  repaired(text: string): string;
}

export type ColumnType = 'text' | 'bigint' | 'integer' | 'double' | 'timestamp';
