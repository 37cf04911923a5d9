import { stagingTables, starTables } from '../../schema/index.ts';
import type { CatalogSchema } from '../../warehouse/catalog.ts';
import type { Connection } from '../../warehouse/connection.ts';
import { duckdbDialect } from '../../warehouse/dialect.ts';

export interface KnownColumn {
  readonly name: string;
  readonly type: string;
  readonly says: string | undefined;
}

/** Something that stands behind FROM. */
export interface KnownTable {
  readonly kind: 'table' | 'cell';
  /** Undefined where the bare name finds it. */
  readonly schema: string | undefined;
  readonly name: string;
  readonly says: string | undefined;
  readonly columns: readonly KnownColumn[];
}

export interface KnownFunction {
  readonly name: string;
  readonly isTable: boolean;
  readonly signature: string;
  readonly says: string | undefined;
}

/** What DuckDB itself knows, whatever the warehouse. */
export interface Grammar {
  readonly functions: readonly KnownFunction[];
  readonly keywords: readonly string[];
  /** Names that are no names unless they are quoted. */
  readonly reserved: ReadonlySet<string>;
}

export const noGrammar: Grammar = { functions: [], keywords: [], reserved: new Set() };

export async function readGrammar(connection: Connection): Promise<Grammar> {
  const functions = await connection.rows<{
    name: string;
    isTable: boolean;
    parameters: string[];
    result: string | null;
    says: string | null;
  }>(
    `SELECT function_name AS name, bool_or(function_type LIKE 'table%') AS "isTable",
       first(parameters ORDER BY len(parameters)) AS parameters,
       first(return_type ORDER BY len(parameters)) AS result, first(description) FILTER (description <> '') AS says
     FROM duckdb_functions()
     WHERE function_type <> 'pragma' AND regexp_full_match(function_name, '[a-z][a-z0-9_]*')
     GROUP BY function_name ORDER BY function_name`,
  );
  const keywords = await connection.rows<{ word: string; isReserved: boolean }>(
    `SELECT upper(keyword_name) AS word, bool_or(keyword_category = 'reserved') AS "isReserved"
     FROM duckdb_keywords() GROUP BY word ORDER BY word`,
  );
  return {
    functions: functions.map(({ name, isTable, parameters, result, says }) => ({
      name,
      isTable,
      signature: `${name}(${parameters.join(', ')})${result === null ? '' : ` → ${result}`}`,
      says: says ?? undefined,
    })),
    keywords: keywords.map(({ word }) => word),
    reserved: new Set(keywords.filter(({ isReserved }) => isReserved).map(({ word }) => word.toLowerCase())),
  };
}

export const tablesOf = (catalog: readonly CatalogSchema[]): KnownTable[] =>
  catalog.flatMap(({ name: schema, tables }) =>
    tables.map(({ name, comment, columns }) => ({
      kind: 'table' as const,
      schema: schema === 'main' ? undefined : schema,
      name,
      says: comment ?? undefined,
      columns: columns.map(column => ({ name: column.name, type: column.type, says: column.comment ?? undefined })),
    })),
  );

/** What a connection has made for itself alone. */
export async function readTemporary(connection: Connection): Promise<KnownTable[]> {
  const rows = await connection.rows<{ table: string; name: string; type: string; says: string | null }>(
    `SELECT table_name AS "table", column_name AS name, data_type AS type, comment AS says
     FROM duckdb_columns() WHERE database_name = 'temp' AND NOT internal ORDER BY table_name, column_index`,
  );
  const tables = new Map<string, KnownColumn[]>();
  for (const { table, name, type, says } of rows) {
    tables.set(table, [...(tables.get(table) ?? []), { name, type, says: says ?? undefined }]);
  }
  return [...tables].map(([name, columns]) => ({
    kind: 'table',
    schema: undefined,
    name,
    says: 'Temporary: it goes with the session.',
    columns,
  }));
}

/** What etl will make: queries can be written before there is a warehouse. */
export const tablesToCome = (): KnownTable[] =>
  [...starTables, ...stagingTables].map(({ name, says, columns }) => ({
    kind: 'table',
    schema: undefined,
    name,
    says,
    columns: columns.map(column => ({ name: column.name, type: duckdbDialect.type(column.type), says: column.says })),
  }));
