import { SparkifyError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import { partitionable } from '../../schema/ddl.ts';
import { starTables } from '../../schema/index.ts';
import type { Table } from '../../schema/table.ts';
import { duckdbDialect as d } from '../../warehouse/dialect.ts';
import type { PipelineOptions } from '../options.ts';

/** A table as it is exported. */
export interface Exported {
  readonly table: Table;
  /** Names of the partition columns: they stand in the paths, and only there. */
  readonly partitionedBy: readonly string[];
  readonly partitionExpressions: readonly string[];
}

export function exportedTables({ partitions }: Pick<PipelineOptions, 'partitions'>): Exported[] {
  for (const name of Object.keys(partitions))
    refuseUnknown(
      'table to partition',
      name,
      starTables.map(table => table.name),
    );
  return starTables.map(table => {
    const partitionedBy = partitions[table.name] ?? Object.keys(table.partitions);
    for (const column of partitionedBy)
      refuseUnknown(`column of ${table.name} to partition by`, column, partitionable(table));
    if (partitionedBy.length >= table.columns.length) {
      throw new SparkifyError('usage.option', `--partition ${table.name} leaves no column for its files.`);
    }
    const partitionExpressions = partitionedBy.map(column => table.partitions[column]?.(d) ?? d.id(column));
    return { table, partitionedBy, partitionExpressions };
  });
}

function refuseUnknown(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new SparkifyError('usage.option', `There is no ${what} named ${name}.${didYouMean(name, known)}`);
}
