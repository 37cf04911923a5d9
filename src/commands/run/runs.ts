import { count, duration } from '../../base/quantity.ts';
import { columns as aligned, shorten } from '../../base/text.ts';
import type { RunRecord } from '../../pipeline/books.ts';
import type { OptionsOf } from '../command.ts';
import type { runs } from '../runs.ts';
import type { Context, Outcome, TextStyle } from './context.ts';

export async function runRuns(options: OptionsOf<typeof runs>, context: Context): Promise<Outcome> {
  const connection = await context.connection(options, { readOnly: true });
  const { listRuns } = await import('../../pipeline/books.ts');
  const found = await listRuns(connection, { limit: options.limit });
  return { data: { runs: found }, text: style => runsText(found, style), table: { columns, rows: found } };
}

const columns = {
  run: 'BIGINT',
  started: 'TIMESTAMPTZ',
  command: 'VARCHAR',
  status: 'VARCHAR',
  seconds: 'DOUBLE',
  read: 'BIGINT',
  rejects: 'BIGINT',
  matched: 'BIGINT',
  error: 'VARCHAR',
};

function runsText(found: readonly RunRecord[], { paint, width }: TextStyle): string {
  if (found.length === 0) return 'No run yet: sparkify etl makes the first.\n';
  const rows = found.map(({ run, command, status, started, seconds, read, rejects, error }) => [
    String(run),
    started.toISOString().slice(0, 19).replace('T', ' '),
    command,
    status,
    seconds === null ? '' : duration(seconds),
    read === null ? '' : count(read),
    rejects === null ? '' : count(rejects),
    error ?? '',
  ]);
  const [header = '', ...lines] = aligned(
    [['run', 'started (UTC)', 'command', 'status', 'took', 'read', 'rejects', ''], ...rows],
    [0, 4, 5, 6],
  );
  return `${[paint.bold(header), ...lines.map(line => shorten(line, Math.max(80, width)))].join('\n')}\n`;
}
