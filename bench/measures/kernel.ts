import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kernel } from '../../src/kernel/client.ts';
import { measureProcess } from '../child.ts';
import { type Line, median, milliseconds, seconds } from '../report.ts';
import { Workplace } from '../workplace.ts';

const script = fileURLToPath(new URL('../../dist/kernel.js', import.meta.url));
const bareScript = fileURLToPath(new URL('../bare-select.mjs', import.meta.url));
const select = 'SELECT 42 AS answer';

/** A kernel that does not run yet. */
const kernelOn = (warehouse: string) =>
  new Kernel({ script, warehouse, env: process.env, settings: () => ({ idleCloseMs: 60_000, pageRows: 200 }) });

/** Runs a cell, and gives the ms from the call to its answer. */
async function cell(
  kernel: Kernel,
  language: 'sql' | 'sparkify',
  text: string,
  env: Record<string, string> = {},
): Promise<number> {
  const place = { session: 'bench', folder: tmpdir(), env };
  const begun = performance.now();
  const executed = await kernel.execute({ place, execution: 'e', language, text, names: [] });
  if (executed.status !== 'succeeded')
    throw new Error(`${text} ${executed.status}: ${JSON.stringify(executed.outputs)}`);
  return performance.now() - begun;
}

/** From nothing to the first result, and what a cell costs beyond DuckDB's own time once the kernel runs. */
export async function kernelCells(
  { starts, cells }: { starts: number; cells: number },
  say: (line: string) => void,
): Promise<Line[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkify-bench-'));
  try {
    const warehouse = join(folder, 'w.duckdb');
    await cellOnce(warehouse);
    const first: number[] = [];
    const bare: number[] = [];
    for (let start = 0; start < starts; start++) {
      first.push(await cellOnce(warehouse));
      bare.push((await measureProcess(process.execPath, [bareScript, warehouse, '1'])).seconds * 1000);
      say(
        `  start ${start + 1}: kernel ${milliseconds(first.at(-1)!)}, bare Node with DuckDB ${milliseconds(bare.at(-1)!)}`,
      );
    }
    const own = JSON.parse((await measureProcess(process.execPath, [bareScript, warehouse, `${cells}`])).stdout);
    await using kernel = kernelOn(warehouse);
    const trivial: number[] = [];
    for (let i = 0; i < cells; i++) trivial.push(await cell(kernel, 'sql', select));
    return [
      {
        what: 'kernel start to first result',
        measured: milliseconds(median(first)),
        against: `bare Node that loads DuckDB and answers: ${milliseconds(median(bare))}`,
        ratio: median(first),
        target: 400,
        unit: 'ms',
      },
      {
        what: 'a trivial SQL cell, from the call to its payload, over DuckDB’s own time',
        measured: milliseconds(median(trivial)),
        against: `DuckDB alone ${milliseconds(median(own))}`,
        ratio: median(trivial) - median(own),
        target: 15,
        unit: 'ms',
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function cellOnce(warehouse: string): Promise<number> {
  await using kernel = kernelOn(warehouse);
  return await cell(kernel, 'sql', select);
}

/** A whole etl by a cell of a kernel that does not run yet, against the same by the shell. */
export async function etlByCell(
  { songs, rounds }: { songs: number; rounds: number },
  say: (line: string) => void,
): Promise<Line[]> {
  const work = await Workplace.open(songs);
  try {
    await work.floor('unsigned', 128);
    const { url, credentials } = work.server;
    const env = { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey };
    const shell: number[] = [];
    const byCell: number[] = [];
    const words = `etl --source s3://sparkify --endpoint ${url} --region us-east-1`;
    for (let round = 0; round < rounds; round++) {
      shell.push((await work.etl(`shell-${round}.duckdb`)).seconds);
      await using kernel = kernelOn(work.path(`cell-${round}.duckdb`));
      byCell.push((await cell(kernel, 'sparkify', words, env)) / 1000);
      say(`  round ${round + 1}: shell ${seconds(shell.at(-1)!)}, cell ${seconds(byCell.at(-1)!)}`);
    }
    return [
      {
        what: `etl of ${songs} songs by a cell`,
        measured: seconds(median(byCell)),
        against: `by the shell ${seconds(median(shell))}`,
        ratio: median(byCell) / median(shell),
        target: 1.05,
        unit: 'times',
      },
    ];
  } finally {
    await work.close();
  }
}
