import assert from 'node:assert/strict';
import { errorCodes } from '../../../src/base/error-codes.ts';
import { afterEvent } from '../../../src/output/run-state.ts';
import { runAfter, runEvents, runPayload, runSummary, underWay } from '../../support/payloads.ts';
import { stages } from './stages.ts';

const ended = runPayload({ state: runAfter(...runEvents), summary: runSummary() });
const live = (done: number, atMs = 2000) =>
  runPayload({
    atMs,
    state: afterEvent(
      runAfter(...underWay),
      { type: 'progress', step: 'extract', unit: 'objects', done, total: 14_926, rate: 2950, bytesRate: 910_000 },
      atMs,
    ),
  });

describe('a run that goes on', () => {
  const open = stages();

  it('tells each step by a word, and how far it is', async () => {
    const stage = await open();
    const output = await stage.draw(live(7463));
    assert.deepEqual(
      await output
        .getByRole('listitem')
        .allInnerTexts()
        .then(texts => texts.map(inOneLine)),
      [
        'create done 0.0 s · 9 tables',
        'extract running 7,463 of 14,926 objects · 2,950/s · 910 KB/s · 3.0 s left',
        'transform waiting',
        'check waiting',
        'export waiting',
      ],
    );
    const bar = output.getByRole('progressbar', { name: 'extract' });
    assert.equal(await bar.getAttribute('aria-valuenow'), '50');
    const [track, fill] = [await bar.boundingBox(), await bar.locator('.fill').boundingBox()];
    assert.ok(Math.abs(fill!.width / track!.width - 0.5) < 0.01);
    assert.match(await output.innerText(), /etl running\s+sparkify\.duckdb\s+2\.0 s/);
  });

  it('draws the next figures into the same elements, and moves nothing', async () => {
    const stage = await open();
    const output = await stage.draw(live(10));
    const elements = () => output.locator('section *').elementHandles();
    const before = await elements();
    const places = () =>
      output.locator('section *').evaluateAll(all => all.map(each => each.getBoundingClientRect().top));
    const topsBefore = await places();
    for (let done = 500; done < 14_926; done += 500) await stage.draw(live(done, 2000 + done));
    const after = await elements();
    assert.equal(after.length, before.length);
    for (const [i, element] of after.entries()) {
      assert.ok(await element.evaluate((now, then) => now === then, before[i]!), `element ${i} was made anew`);
    }
    assert.deepEqual(await places(), topsBefore);
    assert.match(await output.innerText(), /14,500 of 14,926 objects/);
  });

  it('goes on counting seconds while no event comes, and stops when the output goes', async () => {
    const stage = await open();
    await stage.page.clock.install();
    const transform = runAfter(...runEvents.slice(0, 4), { type: 'step', step: 'transform', state: 'started' });
    const output = await stage.draw(runPayload({ state: transform, atMs: 3000 }));
    assert.match(inOneLine(await output.innerText()), /transform running 3\.0 s/);
    await stage.page.clock.runFor(4000);
    assert.match(inOneLine(await output.innerText()), /transform running 7\.0 s/);
    const changes = await output.evaluateHandle(element => {
      const seen = { changes: 0 };
      new MutationObserver(() => seen.changes++).observe(element, {
        subtree: true,
        characterData: true,
        childList: true,
      });
      return seen;
    });
    await stage.dispose('run', 'out');
    await stage.page.clock.runFor(5000);
    assert.equal(await changes.evaluate(seen => seen.changes), 0);
    assert.equal(await stage.page.locator('#out').innerHTML(), '');
  });

  it('announces a step once, not its figures', async () => {
    const stage = await open();
    const output = await stage.draw(live(10));
    const said = output.getByRole('status');
    await said.evaluate(element => {
      const told: string[] = [];
      Object.assign(window, { told });
      new MutationObserver(() => told.push(element.textContent ?? '')).observe(element, {
        subtree: true,
        characterData: true,
        childList: true,
      });
    });
    for (const done of [20, 30, 40]) await stage.draw(live(done));
    await stage.draw(ended);
    await stage.draw({ ...ended, warnings: ['late'] });
    assert.deepEqual(await stage.page.evaluate(() => (window as unknown as { told: string[] }).told), [
      'Run 3 succeeded',
    ]);
  });

  it('shows warnings, the newest reject and failing checks as text, whatever they hold', async () => {
    const hostile = '<img src=x onerror=alert(1)>\u202e';
    const stage = await open();
    const state = runAfter(...underWay, ...runEvents.slice(-1), {
      type: 'reject',
      object: `s3://b/${hostile}`,
      line: 17,
      reason: 'not JSON',
    });
    const output = await stage.draw(runPayload({ state, warnings: [hostile, hostile] }));
    const text = await output.innerText();
    assert.equal(text.split('Warning: <img src=x onerror=alert(1)>\\u202e').length, 3);
    assert.match(text, /Set aside: not JSON \(s3:\/\/b\/<img src=x onerror=alert\(1\)>\\u202e:17\)/);
    assert.match(text, /songs\.year warned: 4 rows/);
    assert.equal(await output.locator('img').count(), 0);
  });

  it('turns nothing for who wants less motion', async () => {
    const moving = await open({ reducedMotion: 'no-preference' });
    const still = await open({ reducedMotion: 'reduce' });
    const animations = async (stage: typeof moving) => {
      const output = await stage.draw(live(10));
      return output
        .locator('.arc')
        .first()
        .evaluate(icon => icon.getAnimations().length);
    };
    assert.deepEqual([await animations(moving), await animations(still)], [1, 0]);
  });
});

describe('a run that has ended', () => {
  const open = stages();

  it('tells rows with their change, matches, rejects, checks, seconds and exports', async () => {
    const stage = await open();
    const output = await stage.draw({ ...ended, warnings: ['The clock is off.'] });
    const text = inOneLine(await output.innerText());
    for (const said of [
      /Run 3 succeeded etl · sparkify\.duckdb 4\.2 s/,
      /extract done 2\.1 s · 14,926 objects/,
      /staging_songs 14,896 \+14,896/,
      /artists 10,025 -12/,
      /Objects 14,926 listed, 14,926 read, 0 unchanged, 2 skipped/,
      /Matched 333 of 6,820 plays found their song/,
      /Rejects 2 lines set aside Show Rejects/,
      /Exported 12 files, 1\.2 MB s3:\/\/sparkify-dwh\/star\//,
      /Checks 2 of 3 passed/,
      /songs\.year warned: 4 rows A year is known, and not to come\. song_id title year SO15TVJU Yellow 3018 SOC9HWBS NULL -1 The first 2 of 4\./,
      /Warning: The clock is off\./,
    ]) {
      assert.match(text, said);
    }
  });

  it('has a bar a step, as long as its share of the time', async () => {
    const stage = await open();
    const output = await stage.draw(ended);
    const widths = await output
      .locator('.time')
      .evaluateAll(bars => bars.map(bar => bar.getBoundingClientRect().width));
    const longest = Math.max(...widths);
    assert.equal(widths.indexOf(longest), 1);
    assert.ok(Math.abs(widths[2]! / longest - 0.9 / 2.1) < 0.02);
  });

  it('takes the place of the progress without making its steps anew', async () => {
    const stage = await open();
    const output = await stage.draw(live(10));
    const steps = await output.getByRole('list', { name: 'Steps' }).elementHandle();
    await stage.draw(ended);
    assert.ok(await output.getByRole('list', { name: 'Steps' }).evaluate((now, then) => now === then, steps));
    assert.equal(await output.getByRole('progressbar').count(), 0);
  });

  it('asks for the rejects by a click, or by the keyboard alone', async () => {
    const stage = await open();
    const output = await stage.draw(ended);
    await output.getByRole('button', { name: 'Show Rejects' }).click();
    await output.getByRole('button', { name: 'Show Rejects' }).focus();
    await stage.page.keyboard.press('Enter');
    const asked = { type: 'openRejects', warehouse: '/projects/sparkify.duckdb', run: 3 };
    assert.deepEqual(await stage.posted(), [asked, asked]);
  });

  it('opens what failed, folds what passed, and leaves both as the person left them', async () => {
    const stage = await open();
    const output = await stage.draw(ended);
    const [passed, failing] = [output.locator('details').first(), output.locator('details').last()];
    assert.deepEqual([await isOpen(passed), await isOpen(failing)], [false, true]);
    await passed.locator('summary').press('Enter');
    await failing.locator('summary').click();
    assert.match(await passed.innerText(), /songs\.song_id\s+users\.user_id/);
    await stage.draw({ ...ended, warnings: ['late'] });
    assert.deepEqual([await isOpen(passed), await isOpen(failing)], [true, false]);
  });

  it('says why it failed, with its code and the way to the log', async () => {
    const stage = await open();
    const error = { code: 'lake.denied', message: 's3://b may not be listed.' } as const;
    assert.ok(error.code in errorCodes);
    const state = runAfter(...underWay, { type: 'step', step: 'extract', state: 'failed', seconds: 2 });
    const output = await stage.draw(
      runPayload({
        state,
        summary: runSummary({ status: 'failed', error, tables: {}, checks: [], exports: [], steps: [] }),
      }),
    );
    const text = inOneLine(await output.innerText());
    assert.match(text, /^Run 3 failed/);
    assert.match(text, /extract failed 2\.0 s/);
    assert.match(text, /transform waiting/);
    assert.match(text, /s3:\/\/b may not be listed\. lake\.denied Details/);
    await output.getByRole('button', { name: 'Details' }).click();
    assert.deepEqual(await stage.posted(), [{ type: 'openLog' }]);
  });

  it('says what a cancelled one kept', async () => {
    const stage = await open();
    const error = { code: 'cancelled', message: 'Cancelled.' } as const;
    const output = await stage.draw(runPayload({ summary: runSummary({ status: 'cancelled', error }) }));
    assert.match(
      inOneLine(await output.innerText()),
      /^Run 3 was cancelled .* Kept what was committed: 14,926 objects read by this run, and the last good star/,
    );
  });

  it('says when it was made, and runs again, where it is of an earlier session', async () => {
    const stage = await open();
    const restored = { madeAtMs: Date.UTC(2018, 10, 12, 14, 3), key: 'k7' };
    const output = await stage.draw({ ...live(10), restored });
    assert.match(
      inOneLine(await output.innerText()),
      /^From an earlier session, 2018-11-12 14:03 UTC\. Run Again etl was under way/,
    );
    await output.getByRole('button', { name: 'Run Again' }).click();
    assert.deepEqual(await stage.posted(), [{ type: 'runAgain', output: 'k7' }]);
  });

  it('offers nothing that nobody would hear', async () => {
    const stage = await open({ canPost: false });
    const output = await stage.draw(ended);
    assert.equal(await output.getByRole('button').count(), 0);
    assert.match(await output.innerText(), /2 lines set aside/);
  });

  it('is as wide as it is given', async () => {
    for (const width of [300, 800]) {
      const stage = await open({ width });
      await stage.draw(ended);
      assert.equal(await stage.page.evaluate(() => document.documentElement.scrollWidth), width);
    }
  });
});

describe('a plan of a run', () => {
  const open = stages();

  it('tells what each step would do', async () => {
    const stage = await open();
    const plan = {
      steps: [{ name: 'extract', does: 'Would read 3 objects.', details: ['s3://b/: 3 listed'] }],
    } as const;
    const output = await stage.draw(runPayload({ plan }));
    assert.match(
      inOneLine(await output.innerText()),
      /^What a run would do .* extract Would read 3 objects\. s3:\/\/b\/: 3 listed/,
    );
    assert.equal(await output.getByRole('list').count(), 0);
  });
});

const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
const isOpen = (details: { evaluate<R>(look: (element: HTMLElement | SVGElement) => R): Promise<R> }) =>
  details.evaluate(element => element.hasAttribute('open'));
