import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from '../../../src/notebook/parse.ts';
import { print } from '../../../src/notebook/print.ts';

const folder = new URL('../../../sample-notebooks/', import.meta.url);
const samples = readdirSync(folder).filter(name => name.endsWith('.sparkify.md'));

describe('the sample notebooks', () => {
  for (const name of samples) {
    const text = readFileSync(new URL(name, folder), 'utf8');

    it(`are written as an editor would write them: ${name}`, () => {
      const notebook = parse(text);
      assert.equal(print(notebook), text);
      const anew = { ...notebook, cells: notebook.cells.map(({ written: _, ...cell }) => cell) };
      assert.equal(print(anew), text);
    });
  }
});
