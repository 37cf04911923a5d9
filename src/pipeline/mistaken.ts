import { checksFor } from './check/checks.ts';
import { refuseLocalFolder } from './export/local-folder.ts';
import { exportedTables } from './export/partitions.ts';
import { refuseHiveNames, refuseOverlap } from './export/places.ts';
import type { PipelineOptions } from './options.ts';

/** What was mistyped is told before hours of work, not after; by a plan as by a run. */
export function refuseMistaken(options: PipelineOptions): void {
  checksFor(options);
  const exported = exportedTables(options);
  refuseOverlap(options);
  for (const lake of options.exports) {
    refuseLocalFolder(lake);
    refuseHiveNames(lake, exported);
  }
}
