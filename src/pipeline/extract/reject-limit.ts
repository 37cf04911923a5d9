import { SparkifyError } from '../../base/errors.ts';
import type { Connection } from '../../warehouse/connection.ts';
import type { RejectLimit } from '../options.ts';
import { stagingOf } from './load.ts';

/**
 * Fails when more was set aside than allowed, in what was loaded since the star was last built: in a run that goes through
 * that is this run's share, and after a run that failed here the next is held to the same lines again.
 */
export async function holdToRejectLimit(connection: Connection, limit: RejectLimit): Promise<void> {
  const counts = await connection.rows<{ kind: keyof typeof stagingOf; lines: number; rejects: number }>(
    `SELECT kind, sum(lines)::BIGINT AS lines, sum(rejects)::BIGINT AS rejects FROM books.objects
     WHERE run > coalesce((SELECT max(run) FROM books.star), 0) GROUP BY kind`,
  );
  for (const { kind, lines, rejects } of counts) {
    const allowed = 'lines' in limit ? limit.lines : limit.share * lines;
    if (rejects <= allowed) continue;
    const most = 'lines' in limit ? `${limit.lines}` : `${Number((limit.share * 100).toPrecision(6))} %`;
    throw new SparkifyError(
      'run.rejects',
      `${rejects} of ${lines} lines for ${stagingOf[kind].name} could not be read, more than --max-rejects ${most} allows; ` +
        'the star is left as it was. `sparkify rejects` shows them.',
    );
  }
}
