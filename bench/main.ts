import { mkdir, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, platform, totalmem } from 'node:os';
import { editorAtWork } from './measures/editor.ts';
import { etlByCell, kernelCells } from './measures/kernel.ts';
import { largeLake, unchanged, wholeEtl } from './measures/lake.ts';
import { largeStar } from './measures/star.ts';
import { asMarkdown, type Line } from './report.ts';

/** Each prints ratios to something measured in the same run: absolute times say more about the machine. */
const benches: Record<string, (say: (line: string) => void) => Promise<Line[]>> = {
  etl: say => wholeEtl({ songs: 15_000, target: 1.3, rounds: 5 }, say),
  latency: say => wholeEtl({ songs: 15_000, latencyMs: 20, target: 1.2, rounds: 3 }, say),
  unchanged: say => unchanged({ songs: 15_000, rounds: 5 }, say),
  large: say => largeLake({ songs: 385_000, smaller: 15_000 }, say),
  kernel: say => kernelCells({ starts: 7, cells: 300 }, say),
  cell: say => etlByCell({ songs: 15_000, rounds: 5 }, say),
  editor: say => editorAtWork({ songs: 385_000, rounds: 6, runs: 15 }, say),
  star: say => largeStar({ rounds: 3 }, say),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !benches[name]);
if (unknown.length > 0) {
  console.error(`No bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 1024 ** 3)} GB, ${platform()} ${arch()}, Node ${process.versions.node}`;
console.log(machine);
const lines: Line[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`${name}…`);
  lines.push(...(await bench(console.log)));
}
const markdown = `${asMarkdown(lines)}\n${machine}\n`;
const folder = new URL('./results/', import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(new URL('latest.md', folder), markdown);
await writeFile(new URL('latest.json', folder), `${JSON.stringify({ machine, lines }, null, 2)}\n`);
console.log(`\n${markdown}`);
