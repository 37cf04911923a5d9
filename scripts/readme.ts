// Fills the parts of README that the code and the benches know best, between their markers.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { errorCodes } from '../src/base/error-codes.ts';

export const errorTable = (): string =>
  ['| code | |', '|---|---|', ...Object.entries(errorCodes).map(([code, says]) => `| \`${code}\` | ${says} |`)].join(
    '\n',
  );

export const partOf = (readme: string, name: string): string | undefined => pattern(name).exec(readme)?.[2];

const pattern = (name: string) => new RegExp(`(<!-- ${name}: begin -->\n)([^]*?)(\n<!-- ${name}: end -->)`);

const filled = (readme: string, name: string, content: string): string =>
  readme.replace(pattern(name), (_, begin, __, end) => `${begin}${content}${end}`);

if (process.argv[1]?.endsWith('readme.ts')) {
  const file = new URL('../README.md', import.meta.url);
  const measured = new URL('../bench/results/latest.md', import.meta.url);
  let readme = filled(readFileSync(file, 'utf8'), 'error codes', errorTable());
  if (existsSync(measured)) readme = filled(readme, 'bench', readFileSync(measured, 'utf8').trim());
  writeFileSync(file, readme);
}
