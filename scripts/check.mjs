// Everything that can be said about the code without running it: types, style, floors, and a lock file without addresses.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const run = script => spawnSync(process.execPath, script.split(' '), { stdio: 'inherit' }).status === 0;

function lockNamesNoAddress() {
  const packages = Object.entries(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages);
  const addressed = packages.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path);
  for (const path of addressed) console.error(`package-lock.json: ${path} holds a download address`);
  return addressed.length === 0;
}

/** What runs in a page has a page's types. */
const programs = ['.', 'src/renderers', 'test/ui/renderers'];

const checks = {
  types: () => programs.map(program => run(`node_modules/typescript/bin/tsc -p ${program}`)).every(Boolean),
  style: () => run('node_modules/@biomejs/biome/bin/biome check --error-on-warnings .'),
  floors: () => run('node_modules/dependency-cruiser/bin/dependency-cruise.mjs src --config .dependency-cruiser.cjs'),
  'lock file': lockNamesNoAddress,
};

const failed = Object.keys(checks).filter(name => {
  const passed = checks[name]();
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name}`);
  return !passed;
});
process.exitCode = failed.length === 0 ? 0 : 1;
