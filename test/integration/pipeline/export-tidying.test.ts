import assert from 'node:assert/strict';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { SparkifyError } from '../../../src/base/errors.ts';
import { FolderLake } from '../../../src/lake/folder/folder-lake.ts';
import { readManifest } from '../../../src/pipeline/export/manifest.ts';
import { day, lake, plays, song } from '../../support/lake-builder.ts';
import { MemoryLake } from '../../support/memory-lake.ts';
import { type Account, atWork } from '../../support/pipeline.ts';

const someLakes = () => lake({ songs: [song({ year: 1999 }), song()], events: day('2018-11-12', plays(3)) });
const plain = { layout: 'plain' } as const;
const topOf = (to: MemoryLake) => [...new Set(to.keys.map(key => key.split('/')[0]))];
const warningsOf = ({ events }: Account) => events.flatMap(one => (one.type === 'warning' ? [one.message] : []));

describe('what earlier exports left', function () {
  this.timeout(30_000);

  for (const layout of ['runs', 'plain'] as const) {
    it(`is told of and does not fail the run where it cannot be removed (${layout}), and nothing is exported again for it`, () =>
      atWork(someLakes(), async ({ run }) => {
        const to = new MemoryLake('memory://export/');
        const options = { exports: [to], layout, keep: 1 };
        await run(options);
        to.interfere = action => {
          if (action === 'delete') throw new SparkifyError('lake.denied', 'May not do s3:DeleteObject.');
        };
        const second = await run({ ...options, full: true });
        assert.equal(second.status, 'succeeded');
        assert.match(warningsOf(second).join(), /is published, but .* not all be removed.*s3:DeleteObject/);
        const { length } = to.keys;
        assert.equal((await run(options)).status, 'unchanged');
        assert.equal(to.keys.length, length);
      }));
  }

  it('goes also where the run was cancelled while it was removed', () =>
    atWork(someLakes(), async ({ run }) => {
      const to = new MemoryLake('memory://export/');
      await run({ exports: [to], ...plain });
      const stop = new AbortController();
      to.interfere = action => {
        if (action !== 'delete') return;
        stop.abort();
        throw new Error('stopped');
      };
      assert.equal((await run({ exports: [to], ...plain, full: true }, { signal: stop.signal })).status, 'cancelled');
      to.interfere = () => {};
      await run({ exports: [to], ...plain });
      const { stem } = (await readManifest(to))!;
      assert.ok(to.keys.every(key => key === 'latest.json' || key.includes(stem)));
    }));

  it('goes with the layout: no snapshots nor link beside stable paths, no stable paths beside snapshots', () =>
    atWork(someLakes(), async ({ run, folder }) => {
      const to = new MemoryLake('memory://export/');
      await run({ exports: [to], ...plain });
      to.set('songs/README.md', 'mine').set('runs/90/x.parquet', 'mine');
      await run({ exports: [to] });
      assert.deepEqual(topOf(to), ['latest.json', 'runs', 'songs']);
      assert.deepEqual(
        to.keys.filter(key => key.startsWith('songs/')),
        ['songs/README.md'],
      );
      to.set('runs/91/x.parquet', 'mine');
      await run({ exports: [to], ...plain, keep: 1 });
      assert.deepEqual(
        to.keys.filter(key => key.startsWith('runs/')),
        ['runs/91/x.parquet'],
      );

      const onDisk = new FolderLake(join(folder, 'out'), {});
      const link = () => lstatSync(join(folder, 'out', 'latest'), { throwIfNoEntry: false })?.isSymbolicLink();
      await run({ exports: [onDisk] });
      assert.equal(link(), true);
      await run({ exports: [onDisk], ...plain });
      assert.equal(link(), undefined);
    }));
});

describe('a first export at stable paths', function () {
  this.timeout(30_000);

  for (const layout of ['nothing of ours', 'a snapshot of ours'] as const) {
    it(`is refused where the Parquet of others lies, beside ${layout}`, () =>
      atWork(someLakes(), async ({ run }) => {
        const to = new MemoryLake('memory://export/');
        if (layout === 'a snapshot of ours') await run({ exports: [to] });
        to.set('songs/year=1/theirs.parquet', 'theirs');
        const { error } = await run({ exports: [to], ...plain });
        assert.equal(error?.code, 'usage.option');
        assert.match(error!.message, /memory:\/\/export\/songs\/ has Parquet that is not ours \(songs\/year=1\/theirs/);
        assert.equal(to.text('songs/year=1/theirs.parquet'), 'theirs');
      }));
  }

  it('goes on where one of ours was killed before it was shown', () =>
    atWork(someLakes(), async ({ run }) => {
      const to = new MemoryLake('memory://export/');
      to.set('songs/year=1/run-1-0123abcd-0.parquet', 'half');
      assert.equal((await run({ exports: [to], ...plain })).status, 'succeeded');
      assert.ok(!to.keys.includes('songs/year=1/run-1-0123abcd-0.parquet'));
    }));

  it('has a manifest that no other export has, though it tells the same of the same rows', async () => {
    const [one, other] = [new MemoryLake('memory://one/'), new MemoryLake('memory://other/')];
    for (const to of [one, other]) await atWork(someLakes(), ({ run }) => run({ exports: [to], ...plain }));
    const { stem, ...tells } = (await readManifest(one))!;
    const { stem: another, ...tellsToo } = (await readManifest(other))!;
    assert.deepEqual(tells, tellsToo);
    assert.notEqual(stem, another);
    assert.ok(one.keys.every(key => key === 'latest.json' || key.includes(`/${stem}-`)));
  });
});
