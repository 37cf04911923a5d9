import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { type Ended, ended, inShell, type Shell } from '../../support/cli.ts';
import type { PlaygroundProcess } from '../../support/playground.ts';
import { assertOnlySnapshots, assertOnlyTables, assertShowsStar, mirrored } from './exported.ts';
import { accountOf, environment, etlFrom, startLake } from './lake.ts';

describe('two processes at once', function () {
  this.timeout(60_000);
  let playground: PlaygroundProcess;
  before(async () => {
    playground = await startLake({ songs: 150, days: 2 });
  });
  after(() => playground.stop());
  afterEach(() => playground.reset());

  /** An etl in the middle of its reading, for as long as the work takes. */
  async function besideAnEtl(shell: Shell, work: (run: ChildProcess) => Promise<void>): Promise<void> {
    await playground.setFaults([{ kind: 'hang', match: { operation: 'GetObject' } }]);
    const run = shell.start(...etlFrom(playground));
    while (!((await playground.stats()).faults.hang ?? 0));
    try {
      await work(run);
    } finally {
      run.kill('SIGINT');
      assert.equal((await ended(run)).code, 130);
    }
  }

  it('on one warehouse: a second etl is refused with 4, and told which run is under way', () =>
    inShell(
      shell =>
        besideAnEtl(shell, async ({ pid }) => {
          const { code, status, error } = accountOf(await shell.sparkify(...etlFrom(playground)));
          assert.deepEqual([code, status, error?.code], [4, 'failed', 'warehouse.busy']);
          assertNamesRun(error?.message, shell, pid);
        }),
      environment,
    ));

  it('on one warehouse: whoever wants to read, check or drop is told which run is under way', () =>
    inShell(
      shell =>
        besideAnEtl(shell, async ({ pid }) => {
          for (const words of [['sql', 'FROM songplays'], ['runs'], ['tables'], ['check'], ['create', '--drop']]) {
            const { code, stderr } = await shell.sparkify(...words);
            assert.equal(code, 4, stderr);
            assertNamesRun(stderr, shell, pid);
          }
        }),
      environment,
    ));

  for (const layout of ['runs', 'plain']) {
    it(`on two warehouses with one export (--layout ${layout}): it always shows a whole star`, () =>
      inShell(async shell => {
        const exporting = (name: string) => [
          ...etlFrom(playground, '--warehouse', `${name}.duckdb`, '--full', '--layout', layout),
          ...['--export', 'star', '--export', `s3://out/${layout}`],
        ];
        const show = async (isTidy: boolean) => {
          const look = async (folder: string) => {
            await assertShowsStar(folder, join(shell.folder, 'a.duckdb'));
            if (isTidy) await (layout === 'plain' ? assertOnlyTables(folder) : assertOnlySnapshots(folder));
          };
          await look(join(shell.folder, 'star'));
          await mirrored(playground, `s3://out/${layout}`, look);
        };
        for (let round = 0; round < 2; round++) {
          const both = await Promise.all(['a', 'b'].map(name => shell.sparkify(...exporting(name))));
          for (const one of both) assertPublishedOrSaysWhy(one);
          await show(false);
        }
        const alone = await shell.sparkify(...exporting('a'));
        assert.equal(alone.code, 0, alone.stderr);
        await show(true);
      }, environment));
  }
});

function assertNamesRun(said: string | undefined, { folder }: Shell, pid: number | undefined): void {
  const which = `Run 1 \\(etl, process ${pid}, since 20[-0-9]+T[:.0-9]+Z\\) is under way on ${folder}/sparkify\\.duckdb`;
  assert.match(said ?? '', new RegExp(which));
}

function assertPublishedOrSaysWhy(ended: Ended): void {
  const { code, error } = accountOf(ended);
  if (code !== 0) assert.match(error?.code ?? '', /^lake\./, error?.message);
}
