import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ToldEvent } from '../../../src/kernel/protocol.ts';
import type { Executed } from '../../../src/session/asked.ts';
import { bareEnv } from '../../support/lakes.ts';
import { type PlaygroundProcess, startPlaygroundProcess } from '../../support/playground.ts';
import { inFolder, realKernel, type Tested, tested } from './kernels.ts';

const secrets = { accessKeyId: 'AKIAHUSHHUSHHUSH0001', secretAccessKey: 'hush/hush+hush/hush+hush/hush+hush/hush+h' };
const hushed = { AWS_ACCESS_KEY_ID: secrets.accessKeyId, AWS_SECRET_ACCESS_KEY: secrets.secretAccessKey };

describe('runs in a kernel', function () {
  this.timeout(60_000);
  let playground: PlaygroundProcess;
  before(async () => {
    const sample = { seed: 1, songs: 3000, days: 3, users: 10 };
    playground = await startPlaygroundProcess({
      buckets: { lake: { sample } },
      latencyMs: 10,
      credentials: [secrets],
    });
  });
  after(() => playground.stop());
  beforeEach(() => playground.reset());

  /** Two kernels on one file, as two windows have them, and what runs in the first of them tells. */
  const atWork = (work: (window: Tested, other: Tested, told: ToldEvent[]) => Promise<void>) =>
    inFolder(async folder => {
      const warehouse = join(folder, 'w.duckdb');
      const env = { PATH: process.env.PATH, ...bareEnv };
      const windows = [1, 2].map(() => tested({ script: realKernel, warehouse, env }));
      const [window, other] = windows as [Tested, Tested];
      const told: ToldEvent[] = [];
      window.kernel.onEvent(event => told.push(event));
      try {
        await work(window, other, told);
      } finally {
        for (const { kernel } of windows) await kernel.dispose();
      }
    });

  const etl = ({ kernel }: Tested, session: string, env: Record<string, string> = hushed, signal?: AbortSignal) =>
    kernel.execute(
      {
        place: { session, folder: join(kernel.warehouse, '..'), env },
        execution: session,
        language: 'sparkify',
        text: `etl --source s3://lake --endpoint ${playground.url} --region us-east-1 --max-rejects 100%`,
        names: [],
      },
      signal,
    );

  const errorOf = ({ outputs }: Executed) => {
    const output = outputs.at(-1);
    if (output?.kind === 'error') return { code: output.code, message: output.message };
    if (output?.kind === 'run') return output.summary?.error;
    return undefined;
  };

  async function untilReading(objects: number): Promise<void> {
    while (((await playground.stats()).requests.GetObject ?? 0) < objects);
  }

  it('tell of their steps in order, and of mere progress at most ten times a second', () =>
    atWork(async (window, _, told) => {
      const atMs: number[] = [];
      window.kernel.onEvent(({ event }) => event.type === 'progress' && atMs.push(performance.now()));
      const { status, outputs } = await etl(window, 'palette');
      assert.equal(status, 'succeeded', JSON.stringify(outputs));
      assert.ok(told.every(({ execution }) => execution === 'palette'));
      const steps = told.flatMap(({ event }) => (event.type === 'step' ? [`${event.step} ${event.state}`] : []));
      assert.deepEqual(
        steps,
        ['create', 'extract', 'transform', 'check'].flatMap(step => [`${step} started`, `${step} finished`]),
      );
      assert.ok(atMs.length >= 2);
      // Ten are sent within a second at most; on the way two may come closer together.
      for (const [i, ms] of atMs.entries()) assert.ok(i < 11 || ms - atMs[i - 11]! > 950);
    }));

  it('are one a warehouse: a second is refused and told which one goes on, in this window and in another', () =>
    atWork(async (window, other) => {
      const first = etl(window, 'notebook');
      await untilReading(300);
      const refusals = await Promise.all([etl(window, 'palette'), etl(other, 'notebook')]);
      for (const refused of refusals) {
        assert.equal(refused.status, 'failed');
        assert.equal(errorOf(refused)?.code, 'warehouse.busy');
        assert.match(
          errorOf(refused)!.message,
          new RegExp(`^Run 1 \\(etl, process ${window.kernel.pid}, since .*under way`),
        );
      }
      assert.equal((await first).status, 'succeeded');
      assert.equal((await etl(window, 'palette')).status, 'succeeded');
    }));

  it('end within a second of Stop, and the next goes on from there', () =>
    atWork(async window => {
      const stopping = new AbortController();
      const stopped = etl(window, 'notebook', hushed, stopping.signal);
      await untilReading(500);
      const begunMs = performance.now();
      stopping.abort();
      assert.equal((await stopped).status, 'cancelled');
      assert.ok(performance.now() - begunMs < 1000);
      assert.equal((await etl(window, 'notebook')).status, 'succeeded');
    }));

  it('that are killed keep what they had committed', () =>
    atWork(async window => {
      const killed = etl(window, 'notebook');
      await untilReading(1500);
      process.kill(window.kernel.pid!, 'SIGKILL');
      await assert.rejects(killed, /ended unexpectedly \(SIGKILL\)/);
      const { outputs } = await etl(window, 'notebook');
      const output = outputs.at(-1);
      assert.ok(output?.kind === 'run' && output.summary?.status === 'succeeded');
      const { listed, read, unchanged } = output.summary.objects;
      assert.equal(read + unchanged, listed);
    }));

  it('leave their secrets nowhere: not in arguments, environment, outputs, events or any line of the log', () =>
    atWork(async (window, _, told) => {
      const answers: Executed[] = [];
      answers.push(
        await etl(window, 'notebook', { ...hushed, AWS_SECRET_ACCESS_KEY: `${secrets.secretAccessKey}-wrong` }),
      );
      assert.equal(errorOf(answers[0]!)?.code, 'lake.credentials');
      answers.push(await etl(window, 'notebook'));
      const { pid } = window.kernel;
      const world = ['cmdline', 'environ'].map(file => readFileSync(`/proc/${pid}/${file}`, 'utf8'));
      assert.match(world[0]!, /kernel\.js/);
      const everything = [...world, ...window.log, JSON.stringify([answers, told])].join('\n');
      assert.ok(!everything.includes('hush'), /.*hush.*/.exec(everything)?.[0]);
      assert.ok(!everything.includes(secrets.accessKeyId));
    }));
});
