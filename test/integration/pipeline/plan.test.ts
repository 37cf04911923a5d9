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
    assert.match(plan.check!, /^Would run 29 checks\./);
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

  it('names the objects that vanished, and counts them where --prune removes their rows', () => {
    const lakes = someLakes();
    return atWork(lakes, async ({ run, warehouse }) => {
      await run();
      const [gone] = lakes.songs.keys;
      lakes.songs.remove(gone!);
      const kept = await planned({ ...usual, ...lakes }, warehouse, never);
      assert.match(kept.extract!, /^Nothing to read\.\n/);
      assert.match(kept.extract!, new RegExp(`1 object vanished since; the rows stay.*\n  .*song_data/${gone}`));
      assert.match(kept.transform!, /^Nothing/);
      const pruned = await planned({ ...usual, ...lakes, prune: true }, warehouse, never);
      assert.match(pruned.extract!, /^Would remove the rows of 1 object that vanished\./);
      assert.match(pruned.transform!, /^Would build what changed/);
    });
  });

  const spoiled = {
    'is missing': ['DROP TABLE staging_songs', /^A staging table is missing: would/],
    'was altered': ['ALTER TABLE staging_events ADD COLUMN x INT', /^The staging tables have other columns now: would/],
  } as const;
  for (const [name, [sql, why]] of Object.entries(spoiled)) {
    it(`reads everything again where staging ${name}`, () => {
      const lakes = someLakes();
      return atWork(lakes, async ({ run, warehouse, connection }) => {
        await run();
        await connection.run(sql);
        const plan = await planned({ ...usual, ...lakes }, warehouse, never);
        assert.match(plan.create!, why);
        assert.match(plan.extract!, why);
        assert.match(plan.extract!, /would read 3 objects, .*\n.* 0 unchanged/);
        assert.match(plan.transform!, /^Would build the whole star anew, as staging is read again/);
        assert.equal((await run()).objects.read, 3);
      });
    });
  }

  it('tells of each export whether it is up to date', () => {
    const lakes = someLakes();
    const [old, late] = [new MemoryLake('memory://old/'), new MemoryLake('memory://late/')];
    return atWork(lakes, async ({ run, warehouse }) => {
      await run({ exports: [old] });
      const options = { ...usual, ...lakes, exports: [old] };
      assert.match((await planned(options, warehouse, never)).export!, /^Nothing: every export is up to date\./);
      const two = { ...options, exports: [old, late] };
      assert.match(
        (await planned(two, warehouse, never)).export!,
        /^Would write Parquet to 1 export\.\nmemory:\/\/old\/.*: up to date\nmemory:\/\/late\/.*: to be written\n/,
      );
      lakes.events.set('late.json', lines([play({ sessionId: 9, itemInSession: 0, ts: 1 })]));
      assert.match((await planned(two, warehouse, never)).export!, /^Would write Parquet to 2 exports\./);
    });
  });

  it('refuses what the run would refuse: a table that Sparkify did not make', () =>
    atWork({}, async ({ warehouse, connection }) => {
      await connection.run('CREATE TABLE users AS SELECT 1 AS id');
      await assert.rejects(planned({ ...usual, ...someLakes() }, warehouse, never), { code: 'warehouse.path' });
    }));

  it('refuses what the run would refuse: an export in a source, a mistyped partition, a check that is no SELECT', () =>
    atWork({}, async ({ warehouse }) => {
      const lakes = someLakes();
      const mistaken = {
        'usage.option': [{ exports: [lakes.songs] }, { partitions: { songs: ['yaer'] } }],
        'warehouse.sql': [{ userChecks: [{ name: 'drop', file: 'drop.sql', sql: 'DROP TABLE users' }] }],
      };
      for (const [code, options] of Object.entries(mistaken)) {
        for (const one of options) {
          await assert.rejects(planned({ ...usual, ...lakes, ...one }, warehouse, never), { code });
        }
      }
    }));
});
