import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Cell } from '../../../src/base/cell.ts';
import type { Connection } from '../../../src/warehouse/connection.ts';
import { withWarehouse } from './open.ts';

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const spiky = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(...'ab \'"\\,;:=()[]{}é😀\t\n\v\u00a0\u0001NULl'), maxLength: 8 }),
    fc.constantFrom('null', 'NULL', '', ' ', 'nan', '1'),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  )
  .filter(text => !text.includes('\0'));

const integer = (bits: number, type: string) => {
  const half = 2n ** BigInt(bits - 1);
  return fc.bigInt({ min: -half, max: half - 1n }).map(n => `'${n}'::${type}`);
};
const unsigned = (bits: number, type: string) =>
  fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n }).map(n => `'${n}'::${type}`);
const micros = fc.bigInt({ min: -60_000_000_000_000_000n, max: 200_000_000_000_000_000n });

/** One SQL expression for each scalar type. */
const scalars: Record<string, fc.Arbitrary<string>> = {
  BOOLEAN: fc.boolean().map(String),
  TINYINT: integer(8, 'TINYINT'),
  SMALLINT: integer(16, 'SMALLINT'),
  INTEGER: integer(32, 'INTEGER'),
  BIGINT: integer(64, 'BIGINT'),
  HUGEINT: integer(127, 'HUGEINT'),
  UTINYINT: unsigned(8, 'UTINYINT'),
  USMALLINT: unsigned(16, 'USMALLINT'),
  UINTEGER: unsigned(32, 'UINTEGER'),
  UBIGINT: unsigned(64, 'UBIGINT'),
  UHUGEINT: unsigned(128, 'UHUGEINT'),
  BIGNUM: unsigned(60, 'BIGNUM'),
  'DECIMAL(4,2)': fc.integer({ min: -9999, max: 9999 }).map(n => `(${n} / 100)::DECIMAL(4,2)`),
  'DECIMAL(38,10)': integer(90, 'HUGEINT').map(n => `(${n} / 10)::DECIMAL(38,10)`),
  VARCHAR: spiky.map(literal),
  BLOB: fc.uint8Array({ maxLength: 6 }).map(bytes => `unhex('${Buffer.from(bytes).toString('hex')}')`),
  BIT: fc.string({ unit: fc.constantFrom('0', '1'), minLength: 1, maxLength: 20 }).map(bits => `'${bits}'::BIT`),
  DATE: fc.integer({ min: -1_000_000, max: 3_000_000 }).map(days => `DATE '1970-01-01' + ${days}`),
  TIME: fc.integer({ min: 0, max: 86_399_999 }).map(ms => `TIME '00:00:00' + to_milliseconds(${ms})`),
  TIMETZ: fc
    .tuple(fc.integer({ min: 0, max: 86_399 }), fc.integer({ min: 0, max: 57_599 }), fc.constantFrom('+', '-'))
    .map(([at, offset, sign]) => {
      const clock = (s: number) =>
        [s / 3600, (s / 60) % 60, s % 60].map(n => String(Math.floor(n)).padStart(2, '0')).join(':');
      return `'${clock(at)}${sign}${clock(offset)}'::TIMETZ`;
    }),
  TIMESTAMP: micros.map(n => `make_timestamp(${n})`),
  TIMESTAMPTZ: micros.map(n => `make_timestamp(${n})::TIMESTAMPTZ`),
  TIMESTAMP_S: micros.map(n => `make_timestamp(${n})::TIMESTAMP_S`),
  TIMESTAMP_MS: micros.map(n => `make_timestamp(${n})::TIMESTAMP_MS`),
  TIMESTAMP_NS: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map(n => `make_timestamp_ns(${n})`),
  INTERVAL: fc
    .tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 }), fc.integer())
    .map(([months, days, ms]) => `(to_months(${months}) + to_days(${days}) + to_milliseconds(${ms}))`),
  UUID: fc.uuid().map(id => `'${id}'::UUID`),
  ENUM: fc.constantFrom('a', 'b c', "it''s", '').map(value => `'${value}'::ENUM ('a', 'b c', 'it''s', '')`),
};

const signed = (n: number) => (Object.is(n, -0) ? '-0.0' : String(n));
const floats = {
  DOUBLE: fc.double().map(n => `'${signed(n)}'::DOUBLE`),
  FLOAT: fc.float().map(n => `'${signed(n)}'::FLOAT`),
};

const maybe = (sql: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 5, arbitrary: sql }, { weight: 1, arbitrary: fc.constant('NULL') });

const scalar = fc.constantFrom(...Object.keys(scalars)).chain(type => scalars[type]!);
const name = spiky.filter(text => text !== '').map(text => `"${text.replaceAll('"', '""')}"`);
const uniqueBy = (text: string) => text.toLowerCase();

/** Any nesting of the above: items of one list share their type by sharing their generator. */
const nested: fc.Arbitrary<string> = fc.letrec<{ value: string }>(tie => {
  const values = fc.constantFrom(...Object.keys(scalars)).map(type => maybe(scalars[type]!));
  const list = values.chain(of => fc.array(of, { maxLength: 4 })).map(items => `[${items.join(', ')}]`);
  const struct = fc
    .uniqueArray(name, { selector: uniqueBy, minLength: 1, maxLength: 3 })
    .chain(names => fc.tuple(...names.map(key => maybe(tie('value')).map(value => `${key}: ${value}`))))
    .map(fields => `{${fields.join(', ')}}`);
  const tuple = fc.array(tie('value'), { minLength: 2, maxLength: 3 }).map(fields => `(${fields.join(', ')})`);
  const map = fc
    .tuple(fc.uniqueArray(spiky.map(literal), { maxLength: 3 }), values)
    .chain(([keys, of]) => fc.tuple(...keys.map(key => of.map(value => [key, value] as const))))
    .map(entries => `MAP([${entries.map(([key]) => key)}]::VARCHAR[], [${entries.map(([, value]) => value)}])`);
  const union = scalar.map(value => `union_value("${'a b'}" := ${value})`);
  const lists = tie('value').map(value => `[${value}, NULL, ${value}]`);
  return { value: fc.oneof({ maxDepth: 3 }, scalar, list, struct, tuple, map, union, lists) };
}).value;

async function textsOf(connection: Connection, sql: string): Promise<{ ours: string | null; theirs: string | null }> {
  const batches = [];
  const stream = await connection.stream(`SELECT v, CAST(v AS VARCHAR) FROM (SELECT ${sql} AS v)`);
  for await (const batch of stream.texts()) batches.push(...batch);
  const [ours, theirs] = batches[0]!;
  return { ours: ours!, theirs: theirs! };
}

async function cellOf(connection: Connection, sql: string): Promise<Cell> {
  for await (const batch of (await connection.stream(`SELECT ${sql}`)).cells()) return batch[0]![0]!;
  throw new Error('no row');
}

describe('values', function () {
  this.timeout(120_000);

  for (const [type, values] of Object.entries(scalars)) {
    it(`writes any ${type} as DuckDB does`, () =>
      withWarehouse(connection =>
        fc.assert(
          fc.asyncProperty(maybe(values), async sql => {
            const { ours, theirs } = await textsOf(connection, sql);
            assert.equal(ours, theirs);
          }),
          { numRuns: 60 },
        ),
      ));
  }

  for (const [type, values] of Object.entries(floats)) {
    it(`writes any ${type} so that DuckDB reads it back`, () =>
      withWarehouse(connection =>
        fc.assert(
          fc.asyncProperty(values, async sql => {
            const { ours } = await textsOf(connection, sql);
            const params = { text: ours };
            const row = await connection.one(`SELECT CAST($text AS ${type}) AS again, ${sql} AS v`, { params });
            assert.ok(Object.is(row.again, row.v), `${ours} for ${sql}`);
          }),
          { numRuns: 500 },
        ),
      ));
  }

  it('writes floats in the shape that DuckDB gives them', () =>
    withWarehouse(async connection => {
      const numbers = [
        '0',
        '-0.0',
        '1',
        '1e15',
        '1e16',
        '-1.5e17',
        '0.0001',
        '1e-5',
        '5e-324',
        '1.7976931348623157e308',
      ];
      for (const n of [...numbers, 'nan', 'inf', '-inf', '0.1', '123456.789']) {
        for (const type of n.includes('324') || n.includes('308') ? ['DOUBLE'] : ['DOUBLE', 'FLOAT']) {
          const { ours, theirs } = await textsOf(connection, `'${n}'::${type}`);
          assert.equal(ours, theirs);
        }
      }
    }));

  it('quotes the items of an ARRAY like those of a LIST', () =>
    withWarehouse(async connection => {
      assert.equal((await textsOf(connection, `['x, y', '']::VARCHAR[2]`)).ours, `['x, y', '']`);
    }));

  it('writes any nesting of lists, structs, tuples, maps and unions as DuckDB does', () =>
    withWarehouse(connection =>
      fc.assert(
        fc.asyncProperty(nested, async sql => {
          const { ours, theirs } = await textsOf(connection, sql);
          assert.equal(ours, theirs);
        }),
        { numRuns: 500 },
      ),
    ));

  it('writes what has no generator as DuckDB does', () =>
    withWarehouse(async connection => {
      for (const sql of [
        `DATE 'infinity'`,
        `DATE '-infinity'`,
        `TIMESTAMP 'infinity'`,
        `TIMESTAMPTZ '-infinity'`,
        `TIMESTAMP_S 'infinity'`,
        `TIMESTAMP_MS '-infinity'`,
        `TIMESTAMP_NS 'infinity'`,
        `TIME '24:00:00'`,
        `TIMESTAMPTZ '2018-11-21 21:56:47.796+00'`,
        `{'__proto__': 1, '2': 'b', '1': 'a'}`,
        `[1, 2, NULL]::INTEGER[3]`,

        `'12345678901234567890123456789'::BIGNUM`,
        `'{"a": [1, 2]}'::JSON`,
        `NULL`,
      ]) {
        const { ours, theirs } = await textsOf(connection, sql);
        assert.equal(ours, theirs, sql);
      }
    }));

  it('carries values to JSON without bending them', () =>
    withWarehouse(async connection => {
      const cells: [string, Cell][] = [
        ['9007199254740991', 9007199254740991],
        ['9007199254740993', '9007199254740993'],
        ['-170141183460469231731687303715884105727::HUGEINT', '-170141183460469231731687303715884105727'],
        ['1.50::DECIMAL(4,2)', 1.5],
        ['1234567890123456.78::DECIMAL(18,2)', '1234567890123456.78'],
        ['0.1::FLOAT', 0.1],
        [`'nan'::DOUBLE`, 'NaN'],
        [`'-inf'::DOUBLE`, '-Infinity'],
        [`TIMESTAMPTZ '2018-11-21 21:56:47.796+00'`, '2018-11-21 21:56:47.796+00'],
        [`'\\x00\\xFFa'::BLOB`, 'AP9h'],
        [
          `{'a': [1, NULL], '__proto__': true}`,
          Object.fromEntries([
            ['a', [1, null]],
            ['__proto__', true],
          ]),
        ],
        [`(1, 'a', 1)`, [1, 'a', 1]],
        [`MAP {'k': 1}`, { k: 1 }],
        [`MAP {1: 'a'}`, [{ key: 1, value: 'a' }]],
        [`union_value(n := 2)`, 2],
        ['NULL', null],
        [`''`, ''],
      ];
      for (const [sql, cell] of cells) assert.deepEqual(await cellOf(connection, sql), cell, sql);
    }));

  it('gives our own code numbers, Dates, arrays and objects', () =>
    withWarehouse(async connection => {
      const row = await connection.one(`SELECT 1::BIGINT AS small, 9007199254740993 AS big,
        TIMESTAMPTZ '2018-11-21 21:56:47.796+00' AS at, [1, 2] AS list, {'a': 'x'} AS struct, 0.5 AS half, NULL AS nothing`);
      assert.deepEqual(row, {
        small: 1,
        big: 9007199254740993n,
        at: new Date('2018-11-21T21:56:47.796Z'),
        list: [1, 2],
        struct: { a: 'x' },
        half: 0.5,
        nothing: null,
      });
    }));
});
