// Runs the suites one after another, and ends with the sum of them all: `N passed, N failed`.
// npm test -- extension ui: only these; npm test -- --only kernel: only the files that have this in their path.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** A suite is a folder of test/. Those with a program of their own need a real VS Code; the others are mocha's to run. */
const suites = [
  { name: 'unit', minutes: 10 },
  { name: 'integration', minutes: 40 },
  { name: 'extension', program: 'test/extension/run.ts', minutes: 20 },
  { name: 'ui', program: 'test/ui/run.ts', minutes: 20 },
];

// Where Node can require() ES modules, mocha does, and src/ is loaded a second time beside what import() brings: two classes of one error.
const importOnly = process.allowedNodeEnvironmentFlags.has('--experimental-require-module')
  ? ['--no-experimental-require-module']
  : [];
const node = [...importOnly, '--import', 'tsx'];
const mocha = [...node, 'node_modules/mocha/bin/mocha.js', '--reporter', 'scripts/reporter.cjs', '--forbid-only'];

async function argumentsFor({ name, program }, report) {
  if (program) return [...node, program, '--report', report, '--only', only];
  const names = await readdir(`test/${name}`, { recursive: true });
  const files = names
    .map(each => `test/${name}/${each}`)
    .filter(each => each.endsWith('.test.ts') && each.includes(only));
  return files.length === 0 ? undefined : [...mocha, '--reporter-option', `report=${report}`, ...files.sort()];
}

let endedBy;

/** What the suite counted; one that broke off before it could count is one failure. */
async function runSuite(suite, folder) {
  const { name, minutes } = suite;
  const report = join(folder, `${name}.json`);
  const args = await argumentsFor(suite, report);
  if (args === undefined) return { passed: 0, failed: 0, skipped: [] };
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], timeout: minutes * 60_000 });
  // Who ends the tests ends the suite that runs, and no other follows.
  const endAll = signal => {
    endedBy = signal;
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, endAll);
  const [code, signal] = await new Promise(resolve => child.on('exit', (...how) => resolve(how)));
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, endAll);
  const counted = await readFile(report, 'utf8').then(JSON.parse, () => undefined);
  if (counted && (code === 0) === (counted.failed === 0)) return counted;
  const how = signal ? `was ended by ${signal} (the limit is ${minutes} minutes)` : `ended with code ${code}`;
  console.log(`The suite ${name} ${how}${counted ? '' : ' before it could report'}.`);
  return { passed: counted?.passed ?? 0, failed: (counted?.failed ?? 0) + 1, skipped: counted?.skipped ?? [] };
}

const { positionals: wanted, values } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' } },
});
const only = values.only.replaceAll('\\', '/');
const unknown = wanted.filter(name => !suites.some(suite => suite.name === name));
if (unknown.length > 0) {
  console.error(`No suite ${unknown.join(', ')}. There are: ${suites.map(suite => suite.name).join(', ')}.`);
  process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), 'sparkify-test-'));
const total = { passed: 0, failed: 0 };
for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  if (endedBy) break;
  const startedMs = Date.now();
  const { passed, failed, skipped } = await runSuite(suite, folder);
  for (const { title, reason } of skipped) console.log(`  skipped: ${title}: ${reason}`);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`${suite.name}: ${passed} passed, ${failed} failed, ${skipped.length} skipped, ${seconds} s\n`);
  total.passed += passed;
  total.failed += failed;
}
await rm(folder, { recursive: true, force: true });

if (total.passed + total.failed === 0) {
  console.log('No test ran.');
  total.failed = 1;
}
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
