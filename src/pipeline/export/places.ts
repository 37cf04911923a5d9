import { SparkifyError } from '../../base/errors.ts';
import type { Lake } from '../../lake/lake.ts';
import type { PipelineOptions } from '../options.ts';
import type { Exported } from './partitions.ts';

/** What is exported beneath a source would be listed as a source by the next run; what is read beneath an export may be tidied up with it. */
export function refuseOverlap({ songs, events, exports }: Pick<PipelineOptions, 'songs' | 'events' | 'exports'>): void {
  for (const to of exports) {
    for (const from of [songs, events]) {
      if (!from || !(to.uri.startsWith(from.uri) || from.uri.startsWith(to.uri))) continue;
      throw new SparkifyError(
        'usage.option',
        `The export ${to.uri} and the source ${from.uri} lie one in the other: exports would be read as sources, or sources removed with exports. Give --export a place beside the source.`,
      );
    }
  }
}

/** Readers take the first `column=value` in a path for the column's value, whatever stands further down or in the file. */
export function refuseHiveNames({ uri }: Lake, exported: readonly Exported[]): void {
  const columns = new Set(
    exported.flatMap(({ table, partitionedBy }) => [...table.columns.map(({ name }) => name), ...partitionedBy]),
  );
  for (const name of uri.split('/')) {
    const column = name.slice(0, name.indexOf('=')).toLowerCase();
    if (!columns.has(column)) continue;
    throw new SparkifyError(
      'usage.option',
      `The export ${uri} lies in a folder named ${name}, which readers would take for the column ${column} of every row. Give --export a place elsewhere.`,
    );
  }
}
