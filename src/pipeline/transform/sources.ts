import { stagingEvents, stagingSongs } from '../../schema/index.ts';
import type { Sources, Table } from '../../schema/table.ts';
import { duckdbDialect as d } from '../../warehouse/dialect.ts';

/** The staging tables as the star is to see them: as they are, or with doubly encoded text repaired. */
export function sourcesFor({ repairText }: { repairText: boolean }): Sources {
  return {
    staging_events: relation(stagingEvents, stagingEvents.name, repairText),
    staging_songs: relation(stagingSongs, stagingSongs.name, repairText),
    songplays: 'songplays',
  };
}

/** A table of the same columns as `table`, under its own name or as the repaired text of it. */
export function relation(table: Table, name: string, repairText: boolean): string {
  if (!repairText) return name;
  const repaired = table.columns
    .filter(column => column.type === 'text' && column.json)
    .map(column => `${d.repaired(column.name)} AS ${column.name}`);
  return `(SELECT * REPLACE (${repaired.join(', ')}) FROM ${name})`;
}
