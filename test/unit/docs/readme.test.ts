import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { errorTable, partOf } from '../../../scripts/readme.ts';
import { commands } from '../../../src/commands/index.ts';

const readme = readFileSync('README.md', 'utf8');

describe('README', () => {
  it('lists every error code as the code says it: npm run readme writes it', () => {
    assert.equal(partOf(readme, 'error codes'), errorTable());
  });

  it('names every command', () => {
    const missing = commands.map(({ name }) => name).filter(name => !readme.includes(`\`${name}`));
    assert.deepEqual(missing, []);
  });
});
