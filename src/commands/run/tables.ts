import { counted } from '../../base/quantity.ts';
import { columns } from '../../base/text.ts';
import type { PublishedTable } from '../../pipeline/export/published.ts';
import type { CatalogTable } from '../../warehouse/catalog.ts';
import type { Connection } from '../../warehouse/connection.ts';
import type { OptionsOf } from '../command.ts';
import type { tables } from '../tables.ts';
import type { Context, Outcome, TextStyle } from './context.ts';

export async function runTables(options: OptionsOf<typeof tables>, context: Context): Promise<Outcome> {
  if (options.export !== undefined) {
    const { publishedTables } = await import('../../pipeline/export/published.ts');
    const found = await publishedTables(await context.lake(options.export, options));
    const table = { columns: { table: 'VARCHAR', rows: 'BIGINT', readCall: 'VARCHAR' }, rows: found };
    return { data: { tables: found }, text: style => publishedText(found, style), table };
  }
  const found = await describeTables(await context.connection(options, { readOnly: true }));
  const rows = found.map(({ name, columns: all, ...table }) => ({ table: name, ...table, columns: all.length }));
  return { data: { tables: found }, text: style => tablesText(found, style), table: { columns: shown, rows } };
}

const shown = { table: 'VARCHAR', kind: 'VARCHAR', rows: 'BIGINT', columns: 'INTEGER', comment: 'VARCHAR' };

type Described = Pick<CatalogTable, 'name' | 'kind' | 'comment' | 'columns'> & { readonly rows?: number };

async function describeTables(connection: Connection): Promise<Described[]> {
  const [{ readCatalog }, { quoteId }] = await Promise.all([
    import('../../warehouse/catalog.ts'),
    import('../../warehouse/dialect.ts'),
  ]);
  const catalog = await readCatalog(connection);
  const main = catalog.find(schema => schema.name === 'main')?.tables ?? [];
  const described: Described[] = [];
  for (const { name, kind, comment, columns: all } of main) {
    const table = { name, kind, comment, columns: all };
    // Counting a view would run its query, however long that takes.
    if (kind === 'view') described.push(table);
    else
      described.push({
        ...table,
        ...(await connection.one<{ rows: number }>(`SELECT count(*) AS rows FROM ${quoteId(name)}`)),
      });
  }
  return described;
}

function tablesText(found: readonly Described[], { paint }: TextStyle): string {
  if (found.length === 0) return 'No tables yet: sparkify etl makes them.\n';
  const blocks = found.map(({ name, kind, comment, rows, columns: all }) => {
    const size = rows === undefined ? kind : counted(rows, 'row');
    const described = all.map(({ name: column, type, isNullable, comment: says }) => [
      `  ${column}`,
      `${type}${isNullable ? '?' : ''}`,
      says ?? '',
    ]);
    return [`${paint.bold(name)}  ${size}${comment ? `  ${paint.dim(comment)}` : ''}`, ...columns(described)].join(
      '\n',
    );
  });
  return `${blocks.join('\n\n')}\n`;
}

const publishedText = (found: readonly PublishedTable[], { paint }: TextStyle): string =>
  `${found.map(({ table, rows, readCall }) => `${paint.bold(table)}  ${counted(rows, 'row')}\n  FROM ${readCall}`).join('\n')}\n`;
