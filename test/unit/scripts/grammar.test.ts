import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { grammar } from '../../../scripts/grammar.ts';

describe('sparkify.tmLanguage.json', () => {
  it('is what the commands say: npm run schema writes it', () => {
    assert.deepEqual(
      JSON.parse(readFileSync('sparkify.tmLanguage.json', 'utf8')),
      JSON.parse(JSON.stringify(grammar())),
    );
  });
});
