import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Playground, startPlayground } from '../editor/playground.ts';
import { writeKeys } from '../editor/sample-folder.ts';
import { valuesInFrames } from '../editor/workbench/frames.ts';
import type { Notebook } from '../editor/workbench/notebook.ts';
import type { Workbench } from '../editor/workbench/workbench.ts';
import { opened } from './opened.ts';

const songs = 10_000;
const days = 2;
const numberIn = (pattern: RegExp, text: string): number => Number(pattern.exec(text)![1]!.replaceAll(',', ''));

const frameHere = `[...document.querySelectorAll('.output_container *')]
  .map(each => each.shadowRoot?.querySelector('.frame'))
  .find(frame => frame?.querySelector('.steps'))`;

/** In the page of an output under way: notes when it changes, and what stands there. */
const countUpdates = `(() => {
  const frame = ${frameHere};
  if (!frame) return undefined;
  const noted = { times: [], frame, steps: frame.querySelector('.steps') };
  new MutationObserver(() => noted.times.push(performance.now())).observe(frame, {
    subtree: true, childList: true, characterData: true,
  });
  globalThis.noted = noted;
  return true;
})()`;

/** How many changes came within a second at most, and whether they were made in what stood there. */
const updatesHere = `(() => {
  if (!globalThis.noted) return undefined;
  const { times, steps, frame } = globalThis.noted;
  const within = times.map(from => times.filter(time => time >= from && time < from + 990).length);
  return { most: Math.max(...within), isSame: ${frameHere} === frame && frame.querySelector('.steps') === steps };
})()`;

describe('a long extract', function () {
  this.timeout(180_000);
  let lake: Playground;
  let workbench: Workbench;
  let notebook: Notebook;
  let folder: string;
  const writeProject = async (more = {}) => {
    const project = { source: 's3://sparkify', endpoint: lake.url, credentials: await writeKeys(folder, lake) };
    await writeFile(join(folder, 'sparkify.json'), JSON.stringify({ ...project, ...more }));
  };

  before(async () => {
    lake = await startPlayground(`--songs=${songs}`, `--days=${days}`, '--latency=100');
    ({ workbench, folder } = await opened.openWindow('long'));
    await writeProject();
    await writeFile(join(folder, 'long.sparkify.md'), '```sparkify\nextract\n```\n');
    notebook = await workbench.openNotebook('long.sparkify.md');
  });
  after(async () => {
    await workbench.close();
    await lake.stop();
  });

  let kept: number;

  it('is followed while it runs, and tells when it is stopped what it has kept', async () => {
    await notebook.runFrom(0);
    await workbench.inWebview('.frame .steps');
    assert.deepEqual(await valuesInFrames(workbench.page, countUpdates), [true]);
    await workbench.inWebview('.frame', /[1-9][\d,]* of 10,002 objects · [\d,]+\/s · .* left/);
    const [updates] = await valuesInFrames<{ most: number; isSame: boolean }>(workbench.page, updatesHere);
    const { most, isSame } = updates!;
    assert.ok(most > 1 && most <= 10, `${most} in a second`);
    assert.ok(isSame, 'what is drawn is not drawn anew');
    await notebook.stop(0);
    const card = await workbench.inWebview('.frame', /Run 1 was cancelled/);
    const said = await card.innerText();
    assert.match(said, /extract\s+cancelled/);
    kept = numberIn(/Kept.*: ([\d,]+) objects read by this run/s, said);
    assert.ok(kept > 0 && kept < songs, `${kept} objects`);
  });

  it('goes on from there when it is run again', async () => {
    await notebook.runFrom(0);
    const card = await workbench.inWebview('.frame', /Run 2 succeeded/);
    const said = await card.innerText();
    assert.equal(numberIn(/([\d,]+) unchanged/, said), kept);
    assert.equal(numberIn(/([\d,]+) read/, said), songs + days - kept);
  });

  it('can be cancelled where the palette tells of it, and be taken up again', async () => {
    await writeProject({ warehouse: 'other.duckdb' });
    await workbench.run('Sparkify: Run ETL…');
    const underWay = workbench.notification(/Sparkify: etl: extract · [1-9][\d,]* of 10,002 objects · [\d,]+\/s/);
    await underWay.waitFor();
    await underWay.getByRole('button', { name: 'Cancel' }).click();
    await workbench.notification(/etl \(run 1\) was cancelled .* What was committed is kept\./).waitFor();
    await workbench.run('Sparkify: Run ETL Again');
    const ended = workbench.notification(/etl \(run 2\) succeeded/);
    await ended.waitFor({ timeout: 60_000 });
    assert.ok(numberIn(/([\d,]+) objects read/, await ended.innerText()) < songs + days);
  });
});
