import { stagingEvents, stagingSongs } from '../../schema/index.ts';
import type { Table } from '../../schema/table.ts';
import type { Connection } from '../../warehouse/connection.ts';
import { goneTable } from '../books.ts';
import type { Batch, ObjectKind } from './batch.ts';
import { type Reading, readingOf } from './reading.ts';

export const stagingOf: Record<ObjectKind, Table> = { songs: stagingSongs, events: stagingEvents };

const readings: Record<ObjectKind, Reading> = { songs: readingOf(stagingSongs), events: readingOf(stagingEvents) };

export interface Reject {
  readonly object: string;
  readonly line: number;
  readonly reason: string;
}

export interface Loaded {
  readonly rejects: number;
  /** The first of them. */
  readonly shown: readonly Reject[];
}

const shownRejects = 20;
const rejectedText = 2000;

/** A temporary table hides one of the warehouse that has its name, so ours have names that nobody else gives. */
const temporary = {
  loading: 'sparkify_loading',
  pieces: 'sparkify_pieces',
  lines: 'sparkify_lines',
  parsed: 'sparkify_parsed',
  rejected: 'sparkify_rejected',
} as const;

const emptyTables = `
CREATE OR REPLACE TEMP TABLE ${temporary.loading} (id INTEGER, uri VARCHAR, size BIGINT, etag VARCHAR, modified_ms BIGINT);
CREATE OR REPLACE TEMP TABLE ${temporary.pieces} (id INTEGER, first_line BIGINT, body VARCHAR, fault VARCHAR)`;

/** What the broken lines of real lakes suffer from. */
const likelyFault = `CASE
  WHEN contains(text, chr(0)) THEN ': it holds a NUL byte'
  WHEN starts_with(ltrim(text), '<') THEN ': it looks like HTML or XML'
  WHEN starts_with(ltrim(text), '{') AND NOT regexp_matches(text, '\\}\\s*$') THEN ': it ends within the object'
  ELSE ''
END`;

// A body that is JSON as a whole is one line, however it is printed; any other is read line by line.
const linesTable = `
CREATE OR REPLACE TEMP TABLE ${temporary.lines} AS
WITH looked_at AS (SELECT *, fault IS NOT NULL OR json_valid(body) AS is_one FROM ${temporary.pieces}),
parted AS (SELECT id, first_line, string_split(body, chr(10)) AS parts FROM looked_at WHERE NOT is_one),
numbered AS (SELECT id, first_line + generate_subscripts(parts, 1) - 1 AS line, unnest(parts) AS text FROM parted),
gathered AS (
  SELECT id, first_line + len(string_split(regexp_extract(body, '^\\s*'), chr(10))) - 1 AS line, body AS text, fault
  FROM looked_at WHERE is_one
  UNION ALL
  SELECT id, line, text, NULL FROM numbered WHERE NOT regexp_full_match(text, '\\s*')
)
SELECT id, line, text, coalesce(fault, CASE
  WHEN NOT json_valid(text) THEN 'The line is not valid JSON' || ${likelyFault} || '.'
  WHEN json_type(text) <> 'OBJECT' THEN 'The line is not a JSON object.'
END) AS fault
FROM gathered`;

// Judged in the projection: as a filter, every rule would parse the line again.
const parsedTable = ({ fields, types, isAccepted, values, columns }: Reading) => `
CREATE OR REPLACE TEMP TABLE ${temporary.parsed} AS
WITH fielded AS (SELECT id, line, text, ${fields} AS v, ${types} AS t FROM ${temporary.lines} WHERE fault IS NULL)
SELECT id, line, ${isAccepted} AS is_accepted, ${columns.map((column, i) => `${values[i]} AS ${column}`).join(', ')}
FROM fielded`;

// The reasons are told apart from the rows: most batches have none, and they cost more to plan than all else.
const rejectedTable = ({ fields, types, reason }: Reading) => `
CREATE OR REPLACE TEMP TABLE ${temporary.rejected} AS
WITH kept AS (SELECT id, line FROM ${temporary.parsed} WHERE is_accepted),
others AS (FROM ${temporary.lines} ANTI JOIN kept USING (id, line)),
fielded AS (SELECT id, line, text, ${fields} AS v, ${types} AS t FROM others WHERE fault IS NULL)
SELECT id, line, text, ${reason} AS reason FROM fielded
UNION ALL
SELECT id, line, text, fault FROM others WHERE fault IS NOT NULL`;

/** Loads a batch: its rows, its rejects and its entries in the books, all in one transaction or not at all. */
export async function loadBatch(
  connection: Connection,
  run: number,
  batch: Batch,
  signal: AbortSignal,
): Promise<Loaded> {
  const { name } = stagingOf[batch.kind];
  const reading = readings[batch.kind];
  return connection.transaction(async () => {
    await fillTemporary(connection, batch);
    await connection.run(linesTable, { signal });
    await connection.run(parsedTable(reading), { signal });
    await removeObjects(connection, batch.kind, `SELECT uri FROM ${temporary.loading}`);
    await connection.run(
      `INSERT INTO ${name} (${reading.columns.join(', ')}, object, line)
       SELECT ${reading.columns.map(column => `a.${column}`).join(', ')}, l.uri, a.line
       FROM ${temporary.parsed} AS a JOIN ${temporary.loading} AS l USING (id) WHERE a.is_accepted`,
      { signal },
    );
    await connection.run(
      `INSERT INTO books.objects
       SELECT l.uri, $kind, l.size, l.etag, make_timestamptz(l.modified_ms * 1000),
         coalesce(read.lines, 0), coalesce(kept.rows, 0), coalesce(read.lines, 0) - coalesce(kept.rows, 0), $run
       FROM ${temporary.loading} AS l
       LEFT JOIN (SELECT id, count(*) AS lines FROM ${temporary.lines} GROUP BY id) AS read USING (id)
       LEFT JOIN (SELECT id, count(*) AS rows FROM ${temporary.parsed} WHERE is_accepted GROUP BY id) AS kept USING (id)`,
      { params: { kind: batch.kind, run }, signal },
    );
    const { rejects } = await connection.one<{ rejects: number }>(
      `SELECT (SELECT count(*) FROM ${temporary.lines}) - (SELECT count(*) FROM ${temporary.parsed} WHERE is_accepted) AS rejects`,
    );
    return { rejects, shown: rejects === 0 ? [] : await setAside(connection, run, name, reading, signal) };
  });
}

async function setAside(connection: Connection, run: number, table: string, reading: Reading, signal: AbortSignal) {
  await connection.run(rejectedTable(reading), { signal });
  await connection.run(
    `INSERT INTO books.rejects
     SELECT $run, $table, l.uri, r.line, left(r.text, ${rejectedText}), r.reason
     FROM ${temporary.rejected} AS r JOIN ${temporary.loading} AS l USING (id)`,
    { params: { run, table }, signal },
  );
  return connection.rows<Reject>(
    `SELECT l.uri AS object, r.line, r.reason FROM ${temporary.rejected} AS r JOIN ${temporary.loading} AS l USING (id)
     ORDER BY 1, 2 LIMIT ${shownRejects}`,
  );
}

async function fillTemporary(connection: Connection, { entries }: Batch): Promise<void> {
  await connection.script(emptyTables);
  const loading = await connection.appender(temporary.loading, ['INTEGER', 'VARCHAR', 'BIGINT', 'VARCHAR', 'BIGINT']);
  for (const [id, { uri, object }] of entries.entries()) {
    loading.row([id, uri, BigInt(object.size), object.etag ?? null, BigInt(Math.floor(object.modifiedMs))]);
  }
  loading.close();
  const pieces = await connection.appender(temporary.pieces, ['INTEGER', 'BIGINT', 'VARCHAR', 'VARCHAR']);
  for (const [id, entry] of entries.entries()) {
    for (const { firstLine, text, fault } of entry.pieces) pieces.row([id, BigInt(firstLine), text, fault ?? null]);
  }
  pieces.close();
}

/** Lets go of the last batch, which would be held until the connection closes. */
export async function forgetBatch(connection: Connection): Promise<void> {
  await connection.script(
    Object.values(temporary)
      .map(table => `DROP TABLE IF EXISTS temp.${table}`)
      .join('; '),
  );
}

/** Takes an object's rows out of staging; the star still shows what they led to, so they are kept aside until it is built anew. */
export async function removeObjects(connection: Connection, kind: ObjectKind, uris: string): Promise<void> {
  const { name } = stagingOf[kind];
  const loaded = `SELECT uri FROM books.objects WHERE kind = '${kind}' AND uri IN (${uris})`;
  const { known } = await connection.one<{ known: number }>(`SELECT count(*) AS known FROM (${loaded})`);
  if (known === 0) return;
  await connection.run(`INSERT INTO ${goneTable(name)} SELECT * FROM ${name} WHERE object IN (${uris})`);
  await connection.run(`DELETE FROM ${name} WHERE object IN (${uris})`);
  await connection.run(`DELETE FROM books.rejects WHERE "table" = '${name}' AND object IN (${uris})`);
  await connection.run(`DELETE FROM books.objects WHERE kind = '${kind}' AND uri IN (${uris})`);
}
