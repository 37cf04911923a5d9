import assert from 'node:assert/strict';
import { KeyAccess } from '../../../src/lake/access/access.ts';
import type { Identity } from '../../../src/lake/access/identity.ts';

/** A source that hands out numbered keys, each good for an hour. */
function source() {
  let issued = 0;
  let nowMs = 0;
  let fails = false;
  const fetch = async (): Promise<Identity> => {
    if (fails) throw new Error('the source is down');
    issued += 1;
    return { accessKeyId: `key${issued}`, secretAccessKey: 's', expiration: new Date(nowMs + 3_600_000) };
  };
  const access = new KeyAccess('test', fetch, () => nowMs);
  return {
    access,
    issued: () => issued,
    later: (minutes: number) => {
      nowMs += minutes * 60_000;
    },
    fail: () => {
      fails = true;
    },
  };
}

describe('keys', () => {
  it('are fetched once, however many ask at once', async () => {
    const { access, issued } = source();
    const all = await Promise.all([access.identity(), access.identity(), access.identity()]);
    assert.deepEqual(
      all.map(one => one?.accessKeyId),
      ['key1', 'key1', 'key1'],
    );
    assert.equal(issued(), 1);
  });

  it('are renewed shortly before they expire', async () => {
    const { access, later } = source();
    await access.identity();
    later(54);
    assert.equal((await access.identity())?.accessKeyId, 'key1');
    later(2);
    assert.equal((await access.identity())?.accessKeyId, 'key2');
  });

  it('are used to their end when their source fails, and then fail', async () => {
    const { access, later, fail } = source();
    await access.identity();
    fail();
    later(56);
    assert.equal((await access.identity())?.accessKeyId, 'key1');
    later(5);
    await assert.rejects(async () => access.identity(), /source is down/);
  });

  it('are not asked for again with every request where the source has none newer yet', async () => {
    let asked = 0;
    const soon: Identity = { accessKeyId: 'a', secretAccessKey: 's', expiration: new Date(120_000) };
    const fetch = async () => {
      asked += 1;
      return soon;
    };
    const access = new KeyAccess('test', fetch, () => 1_000);
    for (let request = 0; request < 10; request++) await access.identity();
    assert.equal(asked, 2);
  });

  it('are renewed once for all requests that were refused with the same ones', async () => {
    const { access, issued } = source();
    await access.identity();
    const { renewals } = access;
    assert.deepEqual(await Promise.all([access.renew(renewals), access.renew(renewals)]), [true, true]);
    assert.equal(await access.renew(renewals), true);
    assert.equal(issued(), 2);
  });

  it('are not called new when they are the same', async () => {
    const same: Identity = { accessKeyId: 'a', secretAccessKey: 's' };
    const access = new KeyAccess(
      'environment',
      async () => same,
      () => 0,
      same,
    );
    assert.equal(await access.renew(access.renewals), false);
  });
});
