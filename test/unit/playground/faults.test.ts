import assert from 'node:assert/strict';
import { FaultPlan } from '../../../src/playground/faults/plan.ts';
import type { FaultRule } from '../../../src/playground/faults/rule.ts';
import type { Call } from '../../../src/playground/s3/call.ts';

const get = (key: string): Call => ({
  method: 'GET',
  rawPath: '',
  query: new URLSearchParams(),
  headers: {},
  bucket: 'b',
  key,
});
const keys = Array.from({ length: 2000 }, (_, at) => `key ${at}`);

/** The visits, as `key` or `key again`, that a rule acts on when the keys are read in this order, twice. */
function actedOn(rule: FaultRule, order: readonly string[]): Set<string> {
  const plan = new FaultPlan();
  plan.set([rule]);
  const visits = [...order, ...order.map(key => `${key} again`)];
  return new Set(visits.filter(visit => plan.next('GetObject', get(visit.replace(' again', '')), 'me')));
}

describe('a fault plan', () => {
  it('acts on the same visits of the same keys, in whatever order they arrive', () => {
    const rule: FaultRule = { kind: 'reset', share: 0.2, seed: 3 };
    const acted = actedOn(rule, keys);
    assert.deepEqual([...actedOn(rule, keys.toReversed())].sort(), [...acted].sort());
    assert.ok(acted.size > 4000 * 0.17 && acted.size < 4000 * 0.23, `${acted.size} of 4000`);
    assert.notDeepEqual(actedOn({ ...rule, seed: 4 }, keys), acted);
  });

  it('acts as often as it is told, after as many as it is told to skip', () => {
    assert.deepEqual([...actedOn({ kind: 'hang', skip: 2, times: 3 }, keys)], ['key 2', 'key 3', 'key 4']);
  });

  it('acts only on what matches', () => {
    assert.deepEqual(
      [...actedOn({ kind: 'hang', match: { key: '^key 199\\d$', operation: 'GetObject' } }, keys)].length,
      20,
    );
    for (const match of [{ operation: 'HeadObject' }, { bucket: 'other' }, { accessKeyId: 'you' }]) {
      assert.equal(actedOn({ kind: 'hang', match }, keys).size, 0);
    }
  });

  it('lets the first of several rules act, and the next when that is used up', () => {
    const plan = new FaultPlan();
    plan.set([
      { kind: 'reset', times: 1 },
      { kind: 'hang', times: 1 },
    ]);
    const kinds = keys.slice(0, 3).map(key => plan.next('GetObject', get(key), 'me')?.kind);
    assert.deepEqual(kinds, ['reset', 'hang', undefined]);
  });

  it('refuses a fault that nobody knows', () => {
    const rules = JSON.parse('[{ "kind": "earthquake" }]') as FaultRule[];
    assert.throws(() => new FaultPlan().set(rules), { code: 'InvalidArgument' });
  });
});
