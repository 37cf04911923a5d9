import { command } from './command.ts';
import { engine, face } from './common.ts';
import { choice, many, param, path, perUse, short, text } from './option.ts';

export const sqlFormats = ['table', 'csv', 'json', 'ndjson', 'markdown', 'parquet'] as const;
export type SqlFormat = (typeof sqlFormats)[number];

export const sql = command('sql', {
  says: 'Ask the warehouse in SQL.',
  more: `Several statements run in their order. As a table or as Markdown the result of every SELECT is printed, in other
    formats that of the last statement. Without a warehouse the statements run in memory.`,
  positionals: { query: text('The statements; - reads them from standard input.', 'QUERY') },
  options: {
    file: short('f', perUse(path('Read the statements from this file.'))),
    format: choice('How the result is printed; else as the ending of --output says, or as a table.', sqlFormats),
    output: short('o', perUse(path('Write the result to this file.'))),
    param: perUse(many(param('A value for $NAME; may be given more than once.'))),
    ...engine,
    ...face,
  },
  examples: [
    { line: 'sparkify sql "SELECT level, count(*) FROM songplays GROUP BY level"', says: 'A table in the terminal.' },
    { line: 'sparkify sql -f top.sql --param user=15 -o top.csv', says: 'From a file to a file.' },
  ],
});
