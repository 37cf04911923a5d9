import type { Dialect } from './dialect.ts';
import { type Column, columnNames, type Table } from './table.ts';

const columnDdl = (d: Dialect, column: Column): string =>
  `  ${d.id(column.name)} ${d.type(column.type)}${column.nullable ? '' : ' NOT NULL'}`;

/** Keys and references are not declared: checks prove them, at a fraction of the cost. */
export function createTable(d: Dialect, table: Table, name = d.id(table.name)): string {
  return `CREATE TABLE ${name} (\n${table.columns.map(column => columnDdl(d, column)).join(',\n')}\n)`;
}

export function comments(d: Dialect, table: Table, name = d.id(table.name)): string[] {
  return [
    `COMMENT ON TABLE ${name} IS ${d.text(table.says)}`,
    ...table.columns.map(column => `COMMENT ON COLUMN ${name}.${d.id(column.name)} IS ${d.text(column.says)}`),
  ];
}

export interface ParquetField {
  readonly name: string;
  readonly type: string;
}

/** What a table's Parquet files hold: its columns but those that stand in the path. */
export function parquetFields(d: Dialect, table: Table, partitionedBy: readonly string[]): ParquetField[] {
  return table.columns
    .filter(column => !partitionedBy.includes(column.name))
    .map(column => ({ name: column.name, type: d.type(column.type) }));
}

/** Columns a table can be partitioned by: its own, and those the schema derives for it. */
export const partitionable = (table: Table): string[] => [
  ...new Set([...Object.keys(table.partitions), ...columnNames(table)]),
];
