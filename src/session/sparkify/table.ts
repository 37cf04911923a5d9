import type { OutcomeTable } from '../../commands/run/context.ts';
import type { Connection } from '../../warehouse/connection.ts';
import { quoteText } from '../../warehouse/dialect.ts';
import type { ResultStream } from '../../warehouse/result-stream.ts';

/** Records of a command as a result like any other. */
export function streamOf({ columns, rows }: OutcomeTable, connection: Connection): Promise<ResultStream> {
  const shape = quoteText(JSON.stringify([columns]));
  return connection.stream(`SELECT unnest(r) FROM (SELECT unnest(from_json($rows, ${shape})) AS r)`, {
    params: { rows: JSON.stringify(rows) },
  });
}
