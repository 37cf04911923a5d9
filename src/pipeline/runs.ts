import type { Connection } from '../warehouse/connection.ts';
import type { RunSummary } from './events.ts';
import type { PipelineOptions } from './options.ts';
import type { Tally } from './tally.ts';

/** Enters a run in the books. Runs that were never ended belong to processes that are gone: the file's lock proves it. */
export async function beginRun(connection: Connection, command: string, options: PipelineOptions): Promise<number> {
  return connection.transaction(async () => {
    await connection.run(`UPDATE books.runs SET status = 'killed', ended = NULL WHERE status = 'running'`);
    const { run } = await connection.one<{ run: number }>('SELECT coalesce(max(run), 0) + 1 AS run FROM books.runs');
    await connection.run(
      `INSERT INTO books.runs (run, command, status, started, options)
       VALUES ($run, $command, 'running', now(), $options)`,
      { params: { run, command, options: JSON.stringify(remembered(options)) } },
    );
    return run;
  });
}

/** The options as the books keep them: lakes by address, nothing else of them. */
function remembered(options: PipelineOptions) {
  const { songs, events, exports, userChecks, ...rest } = options;
  return {
    ...rest,
    songs: songs?.uri,
    events: events?.uri,
    exports: exports.map(lake => lake.uri),
    checks: userChecks.map(check => check.name),
  };
}

export async function endRun(connection: Connection, run: number, summary: RunSummary, tally: Tally): Promise<void> {
  const { objects, error } = summary;
  await connection.transaction(async () => {
    await connection.run(
      `UPDATE books.runs SET status = $status, ended = now(), seconds = $seconds,
         listed = $listed, skipped = $skipped, read = $read, unchanged = $unchanged, removed = $removed,
         bytes = $bytes, rejects = $rejects, matched = $matched,
         tables = $tables, steps = $steps, exports = $exports, error_code = $code, error_message = $message
       WHERE run = $run`,
      {
        params: {
          run,
          status: summary.status,
          seconds: summary.seconds,
          ...objects,
          bytes: tally.bytes,
          rejects: summary.rejects,
          matched: summary.matched,
          tables: JSON.stringify(summary.tables),
          steps: JSON.stringify(summary.steps),
          exports: JSON.stringify(summary.exports),
          code: error?.code ?? null,
          message: error?.message ?? null,
        },
      },
    );
    const shape = { name: 'VARCHAR', says: 'VARCHAR', status: 'VARCHAR', failing: 'BIGINT', rows: 'JSON' };
    await connection.run(
      `INSERT INTO books.checks SELECT $run, unnest(c)
       FROM (SELECT unnest(from_json($checks, '${JSON.stringify([shape])}')) AS c)`,
      { params: { run, checks: JSON.stringify(tally.checks) } },
    );
  });
}
