import type { Dialect } from '../../src/schema/dialect.ts';

/** A dialect that says what was asked of it, for tests of what the schema asks. */
export const plainDialect: Dialect = {
  name: 'plain',
  id: name => `"${name}"`,
  text: value => `'${value.replaceAll("'", "''")}'`,
  type: type => type.toUpperCase(),
  fromEpochMillis: expression => `instant(${expression})`,
  hour: instant => `hour(${instant})`,
  day: instant => `day(${instant})`,
  isoWeek: instant => `isoWeek(${instant})`,
  month: instant => `month(${instant})`,
  year: instant => `year(${instant})`,
  weekday: instant => `weekday(${instant})`,
  quotient: (dividend, divisor) => `quotient(${dividend}, ${divisor})`,
  sumOfHashes: expression => `sumOfHashes(${expression})`,
  repaired: text => `repaired(${text})`,
};
