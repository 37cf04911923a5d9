import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import type { FaultKind } from '../../../src/playground/faults/kinds.ts';
import { type PlaygroundProcess, startPlaygroundProcess } from '../../support/playground.ts';

const body = '{"song":"one"}\n'.repeat(20);
const etagOf = (text: Buffer | string): string => `"${createHash('md5').update(text).digest('hex')}"`;

/** What a client sees of one GET: an answer, or the reason why there is none. */
interface Seen {
  readonly status?: number;
  readonly headers?: Record<string, string | string[] | undefined>;
  readonly body?: Buffer;
  readonly broken?: string;
}

describe('a fault of the playground', () => {
  let playground: PlaygroundProcess;
  beforeEach(async () => {
    playground = await startPlaygroundProcess({
      buckets: { lake: { objects: { 'a/song.json': body } } },
      credentials: [],
    });
  });
  afterEach(() => playground.stop());

  interface Asking {
    readonly headers?: Record<string, string>;
    /** What is waited for before the client gives up; otherwise it never does. */
    readonly patience?: (head: Promise<void>) => Promise<unknown>;
  }

  async function get({ headers = {}, patience }: Asking = {}): Promise<Seen> {
    const leaving = new AbortController();
    let hasHead = () => {};
    const head = new Promise<void>(resolve => {
      hasHead = resolve;
    });
    void patience?.(head).then(() => leaving.abort());
    try {
      const { signal } = leaving;
      const answer = await request(`${playground.url}/lake/a/song.json`, { signal, headers });
      const seen = { status: answer.statusCode, headers: answer.headers };
      hasHead();
      try {
        return { ...seen, body: Buffer.from(await answer.body.arrayBuffer()) };
      } catch (error) {
        return { ...seen, broken: nameOf(error) };
      }
    } catch (error) {
      return { broken: nameOf(error) };
    }
  }
  const nameOf = (error: unknown): string =>
    error instanceof Error ? `${error.name} ${error.message}` : String(error);
  const errorCodeOf = ({ body }: Seen): string | undefined => /<Code>(\w+)<\/Code>/.exec(String(body))?.[1];

  async function withFault(kind: FaultKind, see: () => Promise<unknown>): Promise<void> {
    await playground.setFaults([{ kind, times: 1, match: { key: '^a/', operation: 'GetObject' } }]);
    await see();
    assert.deepEqual((await playground.stats()).faults, { [kind]: 1 });
    const after = await get();
    assert.deepEqual([after.status, String(after.body).trim()], [200, body.trim()], 'then all is well again');
  }

  const refusals = [
    ['status500', 500, 'InternalError'],
    ['slowDown503', 503, 'SlowDown'],
    ['denied403', 403, 'AccessDenied'],
    ['notFound404', 404, 'NoSuchKey'],
    ['expiredToken', 400, 'ExpiredToken'],
    ['clockSkew', 403, 'RequestTimeTooSkewed'],
  ] as const;
  for (const [kind, status, code] of refusals) {
    it(`${kind} answers ${status} ${code}`, () =>
      withFault(kind, async () => {
        const seen = await get();
        assert.deepEqual([seen.status, errorCodeOf(seen)], [status, code]);
      }));
  }

  it('reset breaks the connection before an answer', () =>
    withFault('reset', async () => assert.match((await get()).broken!, /ECONNRESET|other side closed/)));

  it('truncate promises all and breaks off half-way', () =>
    withFault('truncate', async () => {
      const seen = await get();
      assert.equal(seen.headers?.['content-length'], String(body.length));
      assert.match(seen.broken!, /terminated|aborted|other side closed/);
    }));

  it('stall sends the head and then nothing', () =>
    withFault('stall', async () => {
      const seen = await get({ patience: head => head.then(() => get()) });
      assert.equal(seen.status, 200);
      assert.match(seen.broken!, /Abort/);
    }));

  it('hang sends nothing', () =>
    withFault('hang', async () => {
      const another = async () => {
        while (!(await playground.stats()).faults.hang);
        assert.equal((await get()).status, 200);
      };
      const seen = await get({ patience: another });
      assert.equal(seen.status, undefined);
      assert.match(seen.broken!, /Abort/);
    }));

  it('delay answers rightly, later', async () => {
    await playground.setFaults([{ kind: 'delay', delayMs: 200, times: 1 }]);
    const startedMs = performance.now();
    assert.equal(String((await get()).body), body);
    assert.ok(performance.now() - startedMs >= 195);
  });

  const altered: readonly [FaultKind, (given: Buffer) => boolean][] = [
    ['short', given => given.length === body.length >> 1 && body.startsWith(String(given))],
    ['long', given => given.length > body.length && String(given).startsWith(body)],
    ['corrupt', given => given.length === body.length && String(given) !== body],
  ];
  for (const [kind, isAsPromised] of altered) {
    it(`${kind} gives another body under the right ETag, in silence`, () =>
      withFault(kind, async () => {
        const seen = await get();
        assert.deepEqual([seen.status, seen.headers?.etag], [200, etagOf(body)]);
        assert.equal(seen.headers?.['content-length'], String(seen.body?.length));
        assert.ok(isAsPromised(seen.body!));
      }));
  }

  it('wrongEtag gives the right body under another ETag', () =>
    withFault('wrongEtag', async () => {
      const seen = await get();
      assert.equal(String(seen.body), body);
      assert.notEqual(seen.headers?.etag, etagOf(body));
    }));

  it('gzip gives the body compressed', () =>
    withFault('gzip', async () => {
      const seen = await get();
      assert.equal(seen.headers?.['content-encoding'], 'gzip');
      assert.equal(String(gunzipSync(seen.body!)), body);
    }));

  it('changed changes the object between its listing and its reading', () =>
    withFault('changed', async () => {
      assert.equal((await get({ headers: { 'if-match': etagOf(body) } })).status, 412);
      const seen = await get();
      assert.deepEqual([String(seen.body), seen.headers?.etag], [`${body}\n`, etagOf(`${body}\n`)]);
    }));

  it('is over after a reset, and so is the counting', async () => {
    await playground.setFaults([{ kind: 'status500' }]);
    await get();
    await playground.reset();
    assert.equal((await get()).status, 200);
    const { requests, faults, bytesSent } = await playground.stats();
    assert.deepEqual([requests, faults, bytesSent], [{ GetObject: 1 }, {}, body.length]);
  });
});
