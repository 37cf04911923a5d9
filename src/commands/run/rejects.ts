import { counted } from '../../base/quantity.ts';
import { shorten, visible } from '../../base/text.ts';
import type { RejectRecord } from '../../pipeline/books.ts';
import type { OptionsOf } from '../command.ts';
import type { rejects } from '../rejects.ts';
import type { Context, Outcome, TextStyle } from './context.ts';

export async function runRejects(options: OptionsOf<typeof rejects>, context: Context): Promise<Outcome> {
  const { run, limit } = options;
  const connection = await context.connection(options, { readOnly: true });
  const { listRejects } = await import('../../pipeline/books.ts');
  const found = await listRejects(connection, { ...(run === undefined ? {} : { run }), limit });
  const text = (style: TextStyle) => rejectsText(found, limit, style);
  return { data: { rejects: found }, text, table: { columns, rows: found } };
}

const columns = {
  run: 'BIGINT',
  table: 'VARCHAR',
  object: 'VARCHAR',
  line: 'BIGINT',
  reason: 'VARCHAR',
  text: 'VARCHAR',
};

function rejectsText(found: readonly RejectRecord[], limit: number, { paint, width }: TextStyle): string {
  if (found.length === 0) return 'No line was set aside.\n';
  const lines = found.flatMap(({ run, table, object, line, reason, text }) => [
    `${visible(object)}:${line}  ${paint.dim(`run ${run}, ${table}`)}`,
    `    ${paint.yellow(visible(reason))}`,
    `    ${paint.dim(shorten(visible(text ?? ''), Math.max(40, width - 4)))}`,
  ]);
  if (found.length === limit) lines.push(`The newest ${counted(limit, 'line')}; --limit shows more.`);
  return `${lines.join('\n')}\n`;
}
