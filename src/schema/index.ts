import { artists } from './artists.ts';
import { songplays } from './songplays.ts';
import { songs } from './songs.ts';
import { stagingEvents } from './staging-events.ts';
import { stagingSongs } from './staging-songs.ts';
import type { Table } from './table.ts';
import { time } from './time.ts';
import { users } from './users.ts';

export const stagingTables: readonly Table[] = [stagingEvents, stagingSongs];

/** In the order of building: a table comes after the tables its SELECT reads. */
export const starTables: readonly Table[] = inOrderOfBuilding([songplays, users, songs, artists, time]);

export const tables: readonly Table[] = [...stagingTables, ...starTables];

export { stagingEvents, stagingSongs };

export const tableNamed = (name: string): Table | undefined => tables.find(table => table.name === name);

function inOrderOfBuilding(star: readonly Table[]): Table[] {
  const ordered: Table[] = [];
  const place = (table: Table) => {
    if (ordered.includes(table)) return;
    const first = star.find(other => other.name === table.built?.from);
    if (first) place(first);
    ordered.push(table);
  };
  for (const table of star) place(table);
  return ordered;
}
