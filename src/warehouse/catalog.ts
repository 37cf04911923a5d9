import type { Connection } from './connection.ts';

export interface CatalogColumn {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly comment: string | null;
}

export interface CatalogConstraint {
  readonly kind: 'primary key' | 'unique' | 'foreign key' | 'check';
  readonly columns: readonly string[];
  /** As DuckDB writes it. */
  readonly text: string;
  readonly references?: { readonly table: string; readonly columns: readonly string[] };
}

export interface CatalogTable {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly comment: string | null;
  /** As DuckDB keeps it beside the table, without counting; undefined for a view. */
  readonly estimatedRows?: number;
  readonly columns: readonly CatalogColumn[];
  readonly constraints: readonly CatalogConstraint[];
}

export interface CatalogSchema {
  readonly name: string;
  readonly tables: readonly CatalogTable[];
}

const objects = `
  SELECT schema_name AS schema, table_name AS name, 'table' AS kind, comment, estimated_size AS rows
  FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal
  UNION ALL
  SELECT schema_name, view_name, 'view', comment, NULL
  FROM duckdb_views() WHERE database_name = current_database() AND NOT internal
  ORDER BY ALL`;

const columnsOf = `
  SELECT schema_name AS schema, table_name AS "table", column_name AS name, data_type AS type, is_nullable AS "isNullable", comment
  FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal
  ORDER BY schema_name, table_name, column_index`;

const constraintsOf = `
  SELECT schema_name AS schema, table_name AS "table", lower(constraint_type) AS kind, constraint_column_names AS columns,
    constraint_text AS text, referenced_table AS "toTable", referenced_column_names AS "toColumns"
  FROM duckdb_constraints() WHERE database_name = current_database() AND constraint_type <> 'NOT NULL'
  ORDER BY schema_name, table_name, constraint_index`;

interface ObjectRow {
  schema: string;
  name: string;
  kind: 'table' | 'view';
  comment: string | null;
  rows: number | null;
}
interface ColumnRow extends CatalogColumn {
  schema: string;
  table: string;
}
interface ConstraintRow {
  schema: string;
  table: string;
  kind: CatalogConstraint['kind'];
  columns: string[];
  text: string;
  toTable: string | null;
  toColumns: string[];
}

/** What stands in the warehouse: its schemas with their tables and views. */
export async function readCatalog(connection: Connection): Promise<CatalogSchema[]> {
  const schemas = await connection.rows<{ name: string }>(
    `SELECT schema_name AS name FROM duckdb_schemas()
     WHERE database_name = current_database() AND schema_name NOT IN ('information_schema', 'pg_catalog') ORDER BY name`,
  );
  const columns = byTable(await connection.rows<ColumnRow>(columnsOf));
  const constraints = byTable(await connection.rows<ConstraintRow>(constraintsOf));
  const tables = (await connection.rows<ObjectRow>(objects)).map(({ rows, ...object }): CatalogTable => {
    const key = keyOf(object.schema, object.name);
    return {
      ...object,
      ...(rows === null ? {} : { estimatedRows: rows }),
      columns: (columns.get(key) ?? []).map(({ name, type, isNullable, comment }) => ({
        name,
        type,
        isNullable,
        comment,
      })),
      constraints: (constraints.get(key) ?? []).map(constraintOf),
    };
  });
  return schemas.map(({ name }) => ({ name, tables: tables.filter(table => table.schema === name) }));
}

const constraintOf = ({ kind, columns, text, toTable, toColumns }: ConstraintRow): CatalogConstraint => ({
  kind,
  columns,
  text,
  ...(toTable ? { references: { table: toTable, columns: toColumns } } : {}),
});

const keyOf = (schema: string, table: string) => JSON.stringify([schema, table]);

function byTable<T extends { schema: string; table: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row.schema, row.table);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
