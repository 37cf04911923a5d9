import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { goneTable } from '../../../src/pipeline/books.ts';
import { stagingTables, tables } from '../../../src/schema/index.ts';
import type { Connection } from '../../../src/warehouse/connection.ts';
import { quoteText } from '../../../src/warehouse/dialect.ts';
import { inMemory, Warehouse } from '../../../src/warehouse/warehouse.ts';

/** Looks into warehouse files by the name each is given here; what is found is only read. */
export async function lookingInto<T>(
  files: Readonly<Record<string, string>>,
  look: (connection: Connection) => Promise<T>,
): Promise<T> {
  await using warehouse = await Warehouse.open({ path: inMemory });
  const connection = await warehouse.connect();
  for (const [name, file] of Object.entries(files)) {
    await connection.run(`ATTACH ${quoteText(file)} AS ${name} (READ_ONLY)`);
  }
  return await look(connection);
}

/** Staging, star and books, but for what differs from run to run. */
const compared = [
  ...tables.map(({ name }) => ({ name, columns: '*' })),
  { name: 'books.objects', columns: '* EXCLUDE (run)' },
  { name: 'books.rejects', columns: '* EXCLUDE (run)' },
  ...stagingTables.map(({ name }) => ({ name: goneTable(name), columns: '*' })),
];

/** Fails unless two warehouses hold the same rows, each as often. */
export async function assertSameRows(found: string, expected: string): Promise<void> {
  await lookingInto({ found, expected }, async connection => {
    for (const { name, columns } of compared) {
      const rows = (warehouse: string) => `SELECT ${columns} FROM ${warehouse}.${name}`;
      await assertEqual(connection, name, rows('found'), rows('expected'));
    }
  });
}

/** Fails unless two queries give the same rows, each as often. */
export async function assertEqual(
  connection: Connection,
  what: string,
  found: string,
  expected: string,
): Promise<void> {
  const differences = await connection.rows(
    `(SELECT 'too many' AS how, d.* FROM (${found} EXCEPT ALL ${expected}) AS d LIMIT 3)
     UNION ALL (SELECT 'missing' AS how, d.* FROM (${expected} EXCEPT ALL ${found}) AS d LIMIT 3)`,
  );
  assert.deepEqual(differences, [], what);
}

/** The objects whose rows were committed. */
export async function committedObjects(file: string): Promise<number> {
  if (!existsSync(file)) return 0;
  return lookingInto({ kept: file }, async connection => {
    const books = await connection.rows(
      `FROM duckdb_tables() WHERE database_name = 'kept' AND schema_name = 'books' AND table_name = 'objects'`,
    );
    if (books.length === 0) return 0;
    return (await connection.one<{ objects: number }>('SELECT count(*) AS objects FROM kept.books.objects')).objects;
  });
}
