import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault, type FaultKind } from '../../../src/lake/fault.ts';
import { GivenUp, persist, RetryBudget, remedies, usualRetrying, waitBefore } from '../../../src/lake/retry.ts';
import { Scope } from '../../../src/lake/scope.ts';

/** Attempts that fail as told, one after the other, and then succeed. */
function failing(
  kinds: readonly FaultKind[],
  { mends = true, known = true, othersAreAnswered = false, random = () => 1 } = {},
) {
  const waits: number[] = [];
  const mended: FaultKind[] = [];
  const budget = new RetryBudget();
  if (known) budget.succeed();
  let attempts = 0;
  const result = persist(
    async () => {
      const kind = kinds[attempts];
      attempts += 1;
      if (othersAreAnswered) budget.succeed();
      if (kind) throw new Fault(kind, `fault ${attempts}`);
      return 'done';
    },
    {
      retrying: { ...usualRetrying, random, wait: async ms => void waits.push(ms) },
      budget,
      scope: new Scope(),
      mend: async fault => {
        mended.push(fault.kind);
        return mends;
      },
    },
  );
  return { result, waits, mended, budget, attempts: () => attempts };
}

const kindsWith = (cure: string) => (Object.keys(remedies) as FaultKind[]).filter(kind => remedies[kind].cure === cure);
const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('the retry policy', () => {
  it('tries again after every passing fault, with waits that double up to a limit', async () => {
    const { result, waits } = failing(many(9, 'busy'));
    assert.equal(await result, 'done');
    assert.deepEqual(waits, [100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  });

  it('spreads waits over their whole range, and never beyond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, drawn) => {
        const wait = waitBefore(attempt, { ...usualRetrying, random: () => drawn });
        const most = Math.min(5000, 100 * 2 ** Math.min(attempt - 1, 30));
        assert.ok(Math.abs(wait - most * drawn) < 1e-6);
      }),
    );
  });

  it('gives up after the tenth attempt, with the last reason', async () => {
    const { result, attempts } = failing(many(50, 'reset'));
    await assert.rejects(
      result,
      error => error instanceof GivenUp && error.message === 'fault 10' && error.attempts === 10,
    );
    assert.equal(attempts(), 10);
  });

  it('survives any mix of passing faults shorter than that', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...kindsWith('wait')), { maxLength: 9 }), async kinds => {
        const { result, attempts } = failing(kinds);
        assert.equal(await result, 'done');
        assert.equal(attempts(), kinds.length + 1);
      }),
    );
  });

  it('does not try again what would fail again', async () => {
    for (const kind of kindsWith('tell')) {
      const { result, attempts } = failing([kind]);
      await assert.rejects(result, error => error instanceof Fault && error.kind === kind);
      assert.equal(attempts(), 1);
    }
  });

  it('mends clock, credentials and region, and goes on at once', async () => {
    const { result, mended, waits } = failing(['skewed', 'expired', 'elsewhere']);
    assert.equal(await result, 'done');
    assert.deepEqual(mended, ['skewed', 'expired', 'elsewhere']);
    assert.deepEqual(waits, []);
  });

  it('gives up what cannot be mended, or not for good', async () => {
    await assert.rejects(failing(['expired'], { mends: false }).result, Fault);
    const { result, attempts } = failing(many(9, 'elsewhere'));
    await assert.rejects(result, Fault);
    assert.equal(attempts(), 4);
  });

  it('does not insist on an address that has never answered', async () => {
    for (const kind of ['refused', 'unknownHost', 'silent'] as const) {
      const { result, attempts } = failing(many(9, kind), { known: false });
      await assert.rejects(result, GivenUp);
      assert.equal(attempts(), 3);
    }
  });

  it('has three times the patience with a store that is busy, once it has answered at all', async () => {
    const known = failing(many(99, 'busy'));
    await assert.rejects(known.result, error => error instanceof GivenUp && error.attempts === 30);
    assert.equal(known.attempts(), 30);
    assert.equal(Math.max(...known.waits), usualRetrying.longestWaitMs);
    const unknown = failing(many(99, 'busy'), { known: false });
    await assert.rejects(unknown.result, error => error instanceof GivenUp && error.attempts === 10);
  });

  it('does not hold a store’s being busy against one request while it answers others', async () => {
    const { result, attempts } = failing(many(80, 'busy'), { othersAreAnswered: true });
    assert.equal(await result, 'done');
    assert.equal(attempts(), 81);
    // Patience ends all the same, and ill luck of another kind is counted as ever.
    await assert.rejects(failing(many(200, 'busy'), { othersAreAnswered: true }).result, { attempts: 100 });
    await assert.rejects(failing(many(200, 'reset'), { othersAreAnswered: true }).result, { attempts: 10 });
  });

  it('counts being busy as a third of any other fault', async () => {
    const mixed = many(9, ['busy', 'busy', 'reset'] as const).flat();
    assert.equal(await failing(mixed.slice(0, 15)).result, 'done');
    await assert.rejects(failing(mixed).result, GivenUp);
  });

  it('lets an outage reach every request of a wide window before the store as a whole is given up', async () => {
    const { budget } = failing([]);
    for (let spent = 0; spent < 256 * usualRetrying.attempts; spent++) assert.ok(budget.spend());
  });

  it('gives up a store that mostly fails, however many requests share the failures', async () => {
    const { result, attempts, budget } = failing(many(9, 'reset'));
    while (budget.spend());
    await assert.rejects(result, GivenUp);
    assert.equal(attempts(), 1);
  });

  it('lets what is no fault of the store through', async () => {
    const broken = persist(async () => assert.fail('a bug'), {
      retrying: usualRetrying,
      budget: new RetryBudget(),
      scope: new Scope(),
      mend: async () => true,
    });
    await assert.rejects(broken, /a bug/);
  });
});
