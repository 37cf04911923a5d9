import assert from 'node:assert/strict';
import { isDataName } from '../../../src/lake/names.ts';

describe('the name of an object', () => {
  it('tells what is to be loaded', () => {
    for (const key of [
      'a.json',
      'x/y/a.jsonl',
      'a.ndjson',
      'a.json.gz',
      'A.JSON',
      'x/.hidden/a.b.ndjson.GZ',
      '+ü %.json',
    ]) {
      assert.ok(isDataName(key), key);
    }
  });

  it('tells what is to be skipped', () => {
    const others = [
      'a',
      'a.csv',
      'a.json.bz2',
      'a.gz',
      '.a.json',
      '_a.json',
      'x/_SUCCESS',
      'x/._a.json',
      'x/',
      'a.json/',
      '.json',
      'ajson',
      '',
    ];
    for (const key of others) assert.ok(!isDataName(key), key);
  });
});
