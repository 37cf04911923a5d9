import { SparkifyError } from '../base/errors.ts';
import { starTables, tables } from '../schema/index.ts';
import type { Table } from '../schema/table.ts';
import type { Connection } from '../warehouse/connection.ts';
import { duckdbDialect as d } from '../warehouse/dialect.ts';

/** What stands in the warehouse under the name of a table of the schema. */
export interface Present {
  readonly kind: 'table' | 'view';
  /** Whether its columns are the schema's, by name, type and order. */
  readonly fits: boolean;
  /** Every table of ours has one; what somebody else made under our name hardly does. */
  readonly isCommented: boolean;
}

/** By the names of the schema; DuckDB takes Users and users for one name. */
export async function readPresent(connection: Connection): Promise<ReadonlyMap<string, Present>> {
  const here = `database_name = current_database() AND schema_name = 'main'`;
  const found = await connection.rows<{ name: string; kind: Present['kind']; isCommented: boolean; columns: string }>(
    `WITH named AS (
       SELECT table_name AS name, table_oid AS oid, 'table' AS kind, comment FROM duckdb_tables() WHERE ${here}
       UNION ALL SELECT view_name, view_oid, 'view', comment FROM duckdb_views() WHERE ${here}
     )
     SELECT lower(n.name) AS name, any_value(n.kind) AS kind, any_value(n.comment) IS NOT NULL AS "isCommented",
       to_json(list(c.column_name || ' ' || c.data_type ORDER BY c.column_index))::VARCHAR AS columns
     FROM named AS n JOIN duckdb_columns() AS c ON c.database_name = current_database() AND c.table_oid = n.oid
     GROUP BY n.name, n.oid`,
  );
  const present = new Map<string, Present>();
  for (const table of tables) {
    const one = found.find(({ name }) => name === table.name);
    if (one) present.set(table.name, { ...one, fits: one.kind === 'table' && one.columns === columnsOf(table) });
  }
  return present;
}

const columnsOf = (table: Table): string =>
  JSON.stringify(table.columns.map(({ name, type }) => `${name} ${d.type(type)}`));

export const isStarWhole = (present: ReadonlyMap<string, Present>): boolean =>
  starTables.every(({ name }) => present.get(name)?.fits);

/** What Sparkify did not make it neither fills nor drops. Until its books say so, it has made nothing in this warehouse. */
export function refuseForeign(present: ReadonlyMap<string, Present>, hasCreated: boolean): void {
  const foreign = [...present].find(
    ([, { kind, fits, isCommented }]) => kind === 'view' || !hasCreated || !(fits || isCommented),
  );
  if (!foreign) return;
  const [name, { kind }] = foreign;
  throw new SparkifyError(
    'warehouse.path',
    `The warehouse already has a ${kind} ${name} that Sparkify did not make; use another warehouse file, or \`sparkify create --drop\`, which drops it.`,
  );
}
