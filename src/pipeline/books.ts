import { SparkifyError } from '../base/errors.ts';
import { stagingTables } from '../schema/index.ts';
import type { Connection } from '../warehouse/connection.ts';
import type { StepName } from './events.ts';

const booksVersion = 1;

/** Our own tables in the warehouse, readable with plain SQL. Rows and their entries in books.objects commit together. */
const bookTables: Readonly<Record<string, string>> = {
  meta: 'version INTEGER, id VARCHAR, staging_fingerprint VARCHAR',
  runs: `run BIGINT, command VARCHAR, status VARCHAR, started TIMESTAMPTZ, ended TIMESTAMPTZ, seconds DOUBLE,
    listed BIGINT, skipped BIGINT, read BIGINT, unchanged BIGINT, removed BIGINT, bytes BIGINT, rejects BIGINT,
    matched BIGINT, tables JSON, steps JSON, exports JSON, options JSON, error_code VARCHAR, error_message VARCHAR`,
  objects: `uri VARCHAR, kind VARCHAR, size BIGINT, etag VARCHAR, modified TIMESTAMPTZ,
    lines BIGINT, rows BIGINT, rejects BIGINT, run BIGINT`,
  rejects: 'run BIGINT, "table" VARCHAR, object VARCHAR, line BIGINT, text VARCHAR, reason VARCHAR',
  checks: 'run BIGINT, name VARCHAR, says VARCHAR, status VARCHAR, failing BIGINT, rows JSON',
  star: 'run BIGINT, fingerprint VARCHAR, built TIMESTAMPTZ',
  exports: `uri VARCHAR, star_run BIGINT, run BIGINT, fingerprint VARCHAR, folder VARCHAR, identity VARCHAR,
    files BIGINT, bytes BIGINT, published TIMESTAMPTZ`,
};

/** Staging rows that were replaced or removed since the star was built: it still shows what they led to. */
export const goneTable = (staging: string): string => `books.gone_${staging}`;

export async function openBooks(connection: Connection): Promise<void> {
  const [newest] = (await hasBooks(connection))
    ? await connection.rows<{ version: number }>('SELECT version FROM books.meta')
    : [];
  if (newest && newest.version > booksVersion) {
    throw new SparkifyError(
      'warehouse.format',
      `The books of this warehouse were written by a newer Sparkify (version ${newest.version}, this one reads ${booksVersion}); update the extension.`,
    );
  }
  if (newest) return;
  const tables = Object.entries(bookTables).map(
    ([name, columns]) => `CREATE TABLE IF NOT EXISTS books.${name} (${columns})`,
  );
  const statements = [
    'CREATE SCHEMA IF NOT EXISTS books',
    ...tables,
    `INSERT INTO books.meta VALUES (${booksVersion}, uuid(), NULL)`,
  ];
  await connection.transaction(() => connection.script(statements.join(';\n')));
}

export async function hasBooks(connection: Connection): Promise<boolean> {
  const { tables } = await connection.one<{ tables: number }>(
    `SELECT count(*) AS tables FROM duckdb_tables()
     WHERE database_name = current_database() AND schema_name = 'books' AND table_name = 'meta'`,
  );
  return tables > 0;
}

export interface RunRecord {
  readonly run: number;
  readonly command: string;
  readonly status: string;
  readonly started: Date;
  readonly seconds: number | null;
  readonly read: number | null;
  readonly rejects: number | null;
  readonly matched: number | null;
  readonly steps: readonly { readonly name: StepName; readonly seconds: number }[];
  readonly error: string | null;
}

export async function listRuns(connection: Connection, { limit }: { limit: number }): Promise<RunRecord[]> {
  if (!(await hasBooks(connection))) return [];
  const rows = await connection.rows<Omit<RunRecord, 'steps'> & { steps: string | null }>(
    `SELECT run, command, status, started, seconds, read, rejects, matched, steps::VARCHAR AS steps, error_message AS error
     FROM books.runs ORDER BY run DESC LIMIT $limit`,
    { params: { limit } },
  );
  return rows.map(row => ({ ...row, steps: row.steps ? JSON.parse(row.steps) : [] }));
}

export interface RejectRecord {
  readonly run: number;
  readonly table: string;
  readonly object: string;
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** Lines set aside, of one run or of all, the newest first. */
export async function listRejects(
  connection: Connection,
  { run, limit }: { run?: number; limit: number },
): Promise<RejectRecord[]> {
  if (!(await hasBooks(connection))) return [];
  return connection.rows<RejectRecord>(
    `SELECT run, "table", object, line, reason, text FROM books.rejects
     WHERE $run::BIGINT IS NULL OR run = $run::BIGINT ORDER BY run DESC, object, line LIMIT $limit`,
    { params: { run: run ?? null, limit } },
  );
}

/** Staging was emptied: what was loaded, and what the star owes to it, is forgotten with it. */
export async function forgetObjects(connection: Connection): Promise<void> {
  await connection.run('DELETE FROM books.objects');
  await connection.run('DELETE FROM books.rejects');
  await connection.run('DELETE FROM books.star');
  for (const { name } of stagingTables) await connection.run(`DROP TABLE IF EXISTS ${goneTable(name)}`);
}
