import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Counts, root } from '../editor/suite.ts';
import type { Orders } from './orders.ts';

export const ordersIn = (folder: string, tests: readonly string[]): Orders => ({
  tests,
  reporter: join(root, 'scripts/reporter.cjs'),
  report: join(folder, 'report.json'),
  output: join(folder, 'output.txt'),
});

/**
 * What the host counted. One that died, counted nothing, or ended otherwise than its counts say, is a failure whatever
 * has passed before.
 */
export async function accountOf({ report, output }: Orders, ended: number | string): Promise<Counts> {
  process.stdout.write(await readFile(output, 'utf8').catch(() => ''));
  const counted: Counts | undefined = await readFile(report, 'utf8').then(JSON.parse, () => undefined);
  if (counted && counted.passed + counted.failed > 0 && (ended === 0) === (counted.failed === 0)) return counted;
  const how = typeof ended === 'string' ? `did not end: ${ended}` : `ended with code ${ended}`;
  console.log(`  failed: The extension host ${how}${counted ? '' : ' before it could report'}.`);
  return { passed: counted?.passed ?? 0, failed: (counted?.failed ?? 0) + 1, skipped: counted?.skipped ?? [] };
}
