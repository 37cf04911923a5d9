import assert from 'node:assert/strict';
import { planPipeline } from '../../../src/pipeline/plan.ts';
import { day, lake, lines, play, plays } from '../../support/lake-builder.ts';
import { MemoryLake } from '../../support/memory-lake.ts';
import { atWork, usual } from '../../support/pipeline.ts';

const someLakes = () => lake({ songs: 2, events: day('2018-11-12', plays(3)) });

describe('a plan', function () {
  this.timeout(30_000);
  const planned = async (...given: Parameters<typeof planPipeline>) =>
    Object.fromEntries(
      (await planPipeline(...given)).steps.map(({ name, does, details }) => [name, [does, ...details].join('\n')]),
    );
  const never = new AbortController().signal;

  it('tells what a first run would do, and does nothing', async () => {
    const lakes = someLakes();
    const options = { ...usual, ...lakes, exports: [new MemoryLake('memory://export/')] };
    const plan = await planned(options, undefined, never);
    assert.match(plan.create!, /^Would create 7 empty tables\./);
    assert.match(
      plan.extract!,
      /^Would read 3 objects, .*\nmemory:\/\/lake\/song_data\/ \(memory\): 2 listed, 0 unchanged, 2 to read/,
    );
    assert.match(plan.transform!, /first time/);
    assert.match(plan.check!, /^Would run 28 checks\./);
    assert.match(
      plan.export!,
      /^Would write Parquet to 1 export.*\nmemory:\/\/export\/runs\/RUN\/TABLE\/.*\nTables: .*songs by year/,
    );
    assert.deepEqual([...lakes.songs.reads, ...lakes.events.reads], []);
  });

  it('tells what is left to do', () => {
    const lakes = someLakes();
    return atWork(lakes, async ({ run, warehouse, connection }) => {
      await run();
      const options = { ...usual, ...lakes };
      const nothing = await planned(options, warehouse, never);
      assert.match(nothing.create!, /^Nothing/);
      assert.match(nothing.extract!, /^Nothing to read\./);
      assert.match(nothing.transform!, /^Nothing: the star is up to date/);
      lakes.events.set('late.json', lines([play({ sessionId: 9, itemInSession: 0, ts: 1 })]));
      const late = await planned(options, warehouse, never);
      assert.match(late.extract!, /^Would read 1 object,/);
      assert.match(late.transform!, /^Would build what changed/);
      assert.match((await planned({ ...options, repairText: true }, warehouse, never)).transform!, /anew/);
      assert.equal((await connection.rows('FROM books.runs')).length, 1);
      assert.equal((await connection.rows('FROM books.objects')).length, 3);
    });
  });
});
