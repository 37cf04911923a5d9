import { SparkifyError } from '../../base/errors.ts';
import type { PipelineOptions } from '../options.ts';

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
