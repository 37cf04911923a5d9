// Runs within the extension host: VS Code calls `run` when it is ready, and ends with what becomes of it.
import { appendFileSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import { format } from 'node:util';
import { type Orders, ordersVariable } from './orders.ts';

export async function run(): Promise<void> {
  const { tests, reporter, report, output } = JSON.parse(process.env[ordersVariable]!) as Orders;
  // The host's own console ends in the browser's.
  const say = (...what: unknown[]) => appendFileSync(output, `${format(...what)}\n`);
  try {
    process.setSourceMapsEnabled(true);
    const { default: Mocha } = await import('mocha');
    Mocha.reporters.Base.consoleLog = say;
    const mocha = new Mocha({ reporter, reporterOptions: { report }, timeout: 40_000, forbidOnly: true, color: false });
    for (const test of tests) mocha.addFile(test);
    const failed = await new Promise<number>(resolve => {
      mocha.run(resolve).on('fail', (_, error: Error) => Object.assign(error, { stack: inSource(error.stack ?? '') }));
    });
    if (failed > 0) throw new Error(`${failed} tests failed.`);
  } catch (error) {
    say('%s', inSource((error as Error).stack ?? String(error)));
    throw error;
  }
}

/** The host writes stacks of its own, with the places in the bundle. */
const inSource = (stack: string): string =>
  stack.replaceAll(/(\/[^\s()]+\.cjs):(\d+):(\d+)/g, (place, file: string, line: string, column: string) => {
    const entry = findSourceMap(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return place;
    return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
