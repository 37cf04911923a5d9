import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareKeys, keyAfter, keyPastPrefix } from '../../../src/playground/store/keys.ts';
import { MemoryStore } from '../../../src/playground/store/memory.ts';
import { OverlayStore } from '../../../src/playground/store/overlay.ts';
import { SortedKeys } from '../../../src/playground/store/sorted-keys.ts';
import type { ObjectStore } from '../../../src/playground/store/store.ts';

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const key = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '/', '\u{1F600}', '\uFFEE', '\uD7FF', '\0'), maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

describe('keys', () => {
  it('stand in the order of their UTF-8 bytes', () => {
    fc.assert(fc.property(key, key, (a, b) => assert.equal(Math.sign(compareKeys(a, b)), Math.sign(byBytes(a, b)))));
  });

  it('have no other key between one and the next', () => {
    fc.assert(
      fc.property(key, key, (one, other) => {
        const next = keyAfter(one);
        assert.ok(byBytes(one, next) < 0);
        assert.ok(byBytes(other, one) <= 0 || byBytes(other, next) >= 0);
      }),
    );
  });

  it('with a prefix all lie before what is past the prefix, and all others do not', () => {
    fc.assert(
      fc.property(key, key, (prefix, other) => {
        const past = keyPastPrefix(prefix);
        if (past === undefined) return;
        assert.ok(byBytes(prefix + other, past) < 0);
        if (byBytes(other, prefix) > 0 && !other.startsWith(prefix)) assert.ok(byBytes(other, past) >= 0);
      }),
    );
  });
});

type Step = readonly ['put' | 'delete', string];
const steps = fc.array(fc.tuple(fc.constantFrom('put', 'delete'), key), { maxLength: 60 }) as fc.Arbitrary<Step[]>;

function walk(store: ObjectStore, history: readonly Step[]): void {
  for (const [what, name] of history) {
    if (what === 'put') store.put(name, Buffer.from(name));
    else store.delete(name);
  }
}

const survivors = (history: readonly Step[]): string[] => {
  const last = new Map(history.map(([what, name]) => [name, what]));
  return [...last].flatMap(([name, what]) => (what === 'put' ? [name] : [])).sort(byBytes);
};

describe('stores', () => {
  it('list what was put and not deleted, in order, from any key on', () => {
    fc.assert(
      fc.property(steps, key, (history, from) => {
        const store = new MemoryStore();
        walk(store, history);
        const listed = Array.from(store.list(from), object => object.key);
        assert.deepEqual(
          listed,
          survivors(history).filter(name => byBytes(name, from) >= 0),
        );
      }),
    );
  });

  it('list the same when written over another store as when written at once', () => {
    fc.assert(
      fc.property(steps, steps, key, (below, above, from) => {
        const base = new MemoryStore();
        walk(base, below);
        const overlay = new OverlayStore(base);
        walk(overlay, above);
        const expected = survivors([...below, ...above]).filter(name => byBytes(name, from) >= 0);
        assert.deepEqual(
          Array.from(overlay.list(from), object => object.key),
          expected,
        );
        for (const name of expected) assert.equal(overlay.get(name)?.body.toString(), Buffer.from(name).toString());
      }),
    );
  });

  it('keep many keys in order, whatever the order in which they come and go', () => {
    const keys = new SortedKeys();
    const names = Array.from({ length: 20_000 }, (_, at) => `k${(at * 7919) % 20_000}`);
    for (const name of names) keys.add(name);
    for (const name of names.filter((_, at) => at % 3 === 0)) keys.delete(name);
    assert.deepEqual([...keys.from('')], names.filter((_, at) => at % 3 !== 0).sort(byBytes));
  });
});
