import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { PageRequest } from '../../../src/output/messages.ts';
import type { ResultPayload } from '../../../src/output/payload.ts';
import { resultPayload } from '../../support/payloads.ts';
import type { Stage } from './stage.ts';
import { stages } from './stages.ts';

/** The row that stands at this place of a result of any length. */
const numbered = (i: number): ResultPayload['rows'][number] => [String(i), `song ${i}`, i % 2 ? null : ''];
const rowsOf = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => numbered(from + i));
const long = (rowCount: number, change: Partial<ResultPayload> = {}) =>
  resultPayload(['n BIGINT', 'title VARCHAR', 'note VARCHAR'], rowsOf(0, Math.min(200, rowCount)), {
    id: 'r1',
    rowCount,
    ...change,
  });

const gridIn = (output: Locator) => output.getByRole('grid');
const cell = (output: Locator, row: number, column: number) =>
  output.locator(`[aria-rowindex="${row + 2}"] [aria-colindex="${column + 2}"]`);
const scrollTo = (output: Locator, row: number) =>
  output.locator('.scroller').evaluate((scroller, top) => scroller.scrollTo(0, top), row * 22);

/** The page requests so far, once there are so many. */
async function asked(stage: Stage, least: number): Promise<PageRequest[]> {
  await stage.page.waitForFunction(
    count => window.side.posted.filter(message => (message as { type: string }).type === 'page').length >= count,
    least,
  );
  return (await stage.posted()).filter(message => message.type === 'page');
}

async function answerAll(stage: Stage, requests: readonly PageRequest[], rowCount: number): Promise<void> {
  for (const { request, offset, limit } of requests) {
    await stage.answer('result', { type: 'page', request, rows: rowsOf(offset, offset + limit), rowCount });
  }
}

/** Plays the extension: whatever is asked for is there. */
async function answerUntil(stage: Stage, isThere: Locator, rowCount: number): Promise<void> {
  let answered = 0;
  while ((await isThere.count()) === 0) {
    const requests = await asked(stage, answered + 1);
    await answerAll(stage, requests.slice(answered), rowCount);
    answered = requests.length;
  }
}

describe('a result', () => {
  const open = stages();

  it('is a table with its size and its time above, a name and a type a column', async () => {
    const stage = await open();
    const output = await stage.draw(long(3, { name: 'top', elapsedMs: 12 }));
    assert.match(await output.innerText(), /^top\s+3\s+rows × 3 · 12 ms/);
    const heads = await output.getByRole('columnheader').allInnerTexts();
    assert.deepEqual(heads, ['', 'n\nbigint', 'title\nvarchar', 'note\nvarchar']);
    assert.deepEqual(await output.getByRole('gridcell').allInnerTexts(), [
      ...['0', 'song 0', ''],
      ...['1', 'song 1', 'NULL'],
      ...['2', 'song 2', ''],
    ]);
    const grid = gridIn(output);
    assert.equal(await grid.getAttribute('aria-label'), 'top, 3 rows × 3');
    assert.deepEqual([await grid.getAttribute('aria-rowcount'), await grid.getAttribute('aria-colcount')], ['4', '4']);
  });

  it('sets numbers to the right in figures of one width, and tells NULL from empty text', async () => {
    const stage = await open();
    const output = await stage.draw(long(3));
    const styleOf = (place: Locator) =>
      place.evaluate(element => {
        const { textAlign, fontVariantNumeric, fontStyle } = getComputedStyle(element);
        return { textAlign, fontVariantNumeric, fontStyle };
      });
    const number = { textAlign: 'right', fontVariantNumeric: 'tabular-nums', fontStyle: 'normal' };
    assert.deepEqual(await styleOf(cell(output, 1, 0)), number);
    assert.equal((await styleOf(cell(output, 1, 1))).textAlign, 'left');
    assert.equal((await styleOf(cell(output, 1, 2))).fontStyle, 'italic');
    assert.equal((await styleOf(cell(output, 2, 2))).fontStyle, 'normal');
  });

  it('has rows of 22 pixels, fifteen of them in sight, and its head stays while they move', async () => {
    const stage = await open();
    const output = await stage.draw(long(200));
    assert.equal((await cell(output, 3, 0).boundingBox())!.height, 22);
    const headBefore = await output.getByRole('columnheader').nth(1).boundingBox();
    await scrollTo(output, 100);
    await cell(output, 100, 0).waitFor();
    assert.deepEqual(await output.getByRole('columnheader').nth(1).boundingBox(), headBefore);
    assert.equal((await cell(output, 100, 0).boundingBox())!.y, headBefore!.y + headBefore!.height + 1);
    const scroller = (await output.locator('.scroller').boundingBox())!;
    assert.equal(scroller.height, 15 * 22 + headBefore!.height + 1 + 2);
    assert.ok((await output.getByRole('row').count()) < 45);
  });

  it('shows what comes from data as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const stage = await open();
    const output = await stage.draw(
      resultPayload(
        [`${hostile.replaceAll(' ', '\u00a0')} VARCHAR`],
        [[hostile], ['two\nlines\t\u202e'], ['👩‍👩‍👧 עברית']],
        { effects: [hostile], name: hostile },
      ),
    );
    assert.deepEqual(await output.getByRole('gridcell').allTextContents(), [
      hostile,
      'two\\nlines\\t\\u202e',
      '👩‍👩‍👧 עברית',
    ]);
    assert.equal(await output.locator('img').count(), 0);
  });

  it('never cuts a number', async () => {
    const stage = await open();
    const output = await stage.draw(
      resultPayload(['n HUGEINT', 'd DECIMAL(38,2)'], [['-170141183460469231731687303715884105728', '1.00']]),
    );
    const fits = await cell(output, 0, 0).evaluate(element => element.scrollWidth <= element.clientWidth);
    assert.ok(fits);
  });

  it('says that there are no rows, and what statements without rows did', async () => {
    const stage = await open();
    assert.match(await (await stage.draw(long(0))).innerText(), /0\s+rows × 3 · 38 ms[\s\S]*No rows\./);
    const done = await stage.draw(resultPayload([], [], { effects: ['Created table t.', '3 rows inserted.'] }), 'done');
    assert.equal(await gridIn(done).count(), 0);
    assert.match(await done.innerText(), /^Created table t\.\n3 rows inserted\.\n+38 ms/);
    const many = await stage.draw(resultPayload([], [], { effects: Array(20).fill('Done.') }), 'many');
    assert.equal(await many.getByText('Done.').first().isVisible(), false);
    await many.getByText('20 statements').click();
    assert.equal(await many.getByText('Done.').first().isVisible(), true);
  });

  it('draws the plan of EXPLAIN as it is', async () => {
    const stage = await open();
    const output = await stage.draw(
      resultPayload(['explain_key VARCHAR', 'explain_value VARCHAR'], [['physical_plan', '┌──┐\n│ x│\n└──┘\n']]),
    );
    assert.equal(await output.getByLabel('Plan').textContent(), '┌──┐\n│ x│\n└──┘');
    assert.equal(await gridIn(output).count(), 0);
  });

  it('is as wide as it is given, and scrolls by itself', async () => {
    const wide = Array.from({ length: 40 }, (_, i) => `column_${i} VARCHAR`);
    for (const width of [300, 800]) {
      const stage = await open({ width });
      await stage.draw(resultPayload(wide, [wide]));
      assert.equal(await stage.page.evaluate(() => document.documentElement.scrollWidth), width);
    }
  });
});

describe('the pages of a result', () => {
  const open = stages();

  it('are asked for as they come into sight, by the id of the result, and drawn where they belong', async () => {
    const stage = await open();
    const output = await stage.draw(long(10_000));
    assert.deepEqual(await stage.posted(), []);
    await scrollTo(output, 5000);
    const [request] = await asked(stage, 1);
    assert.deepEqual(
      { ...request, request: '' },
      { type: 'page', request: '', result: 'r1', offset: 4800, limit: 200 },
    );
    assert.equal(await cell(output, 5000, 1).innerText(), '…');
    assert.equal(await output.getByText('Loading rows…').count(), 1);
    await answerUntil(stage, cell(output, 5000, 1).getByText('song 5000'), 10_000);
    assert.equal(await cell(output, 5000, 0).innerText(), '5000');
  });

  it('are asked for once, and kept while one looks around', async () => {
    const stage = await open();
    const output = await stage.draw(long(10_000));
    await scrollTo(output, 1000);
    await answerUntil(stage, cell(output, 1010, 1).getByText('song 1010'), 10_000);
    const before = (await stage.posted()).length;
    await scrollTo(output, 0);
    await cell(output, 0, 1).waitFor();
    await scrollTo(output, 1000);
    await cell(output, 1010, 1).getByText('song 1010').waitFor();
    assert.equal((await stage.posted()).length, before);
  });

  it('end where the result ends', async () => {
    const stage = await open();
    const output = await stage.draw(long(450));
    await output.getByRole('gridcell').first().click();
    await stage.page.keyboard.press('Control+End');
    const requests = await asked(stage, 1);
    assert.deepEqual(
      requests.map(({ offset, limit }) => [offset, limit]),
      [[400, 50]],
    );
    await answerAll(stage, requests, 450);
    await cell(output, 449, 1).getByText('song 449').waitFor();
  });

  it('widen a column for a wider number', async () => {
    const stage = await open();
    const output = await stage.draw(long(400));
    const head = output.getByRole('columnheader').nth(1);
    const before = (await head.boundingBox())!.width;
    await scrollTo(output, 390);
    const [{ request } = assert.fail()] = await asked(stage, 1);
    const rows = rowsOf(200, 400).map(([, ...rest]) => ['-170141183460469231731687303715884105728', ...rest]);
    await stage.answer('result', { type: 'page', request, rows, rowCount: 400 });
    await cell(output, 395, 0).getByText('-1701').waitFor();
    assert.ok((await head.boundingBox())!.width > before + 100);
    assert.ok(await cell(output, 395, 0).evaluate(element => element.scrollWidth <= element.clientWidth));
  });

  it('that do not come are said to be missing, and asked for again, by the page or by the cell', async () => {
    const stage = await open();
    const output = await stage.draw(long(10_000));
    await scrollTo(output, 5000);
    const [{ request } = assert.fail()] = await asked(stage, 1);
    const message = 'The kernel was restarted and this result went with it.';
    await stage.answer('result', { type: 'pageRefused', request, code: 'internal', message });
    const told = output.getByRole('alert');
    assert.equal(inOneLine(await told.innerText()), `Rows 4,801 to 5,000 did not come: ${message} Try Again Run Again`);
    await told.getByRole('button', { name: 'Run Again' }).click();
    assert.deepEqual((await stage.posted()).at(-1), { type: 'runAgain', output: 'r1' });
    const before = (await asked(stage, 1)).length;
    await told.getByRole('button', { name: 'Try Again' }).click();
    assert.equal(await told.count(), 0);
    await answerAll(stage, (await asked(stage, before + 1)).slice(before), 10_000);
    await cell(output, 4995, 1).getByText('song 4995').waitFor();
  });

  it('are given up after a while without an answer', async () => {
    const stage = await open();
    await stage.page.clock.install();
    const output = await stage.draw(long(10_000));
    await scrollTo(output, 5000);
    await stage.page.clock.runFor(100);
    await asked(stage, 1);
    await stage.page.clock.runFor(31_000);
    assert.match(await output.getByRole('alert').innerText(), /The kernel does not answer\./);
  });

  it('are not to be had from an earlier session: the cell is run again', async () => {
    const stage = await open();
    const restored = { madeAtMs: Date.UTC(2018, 10, 12, 14, 3), key: 'k7' };
    const output = await stage.draw(long(10_000, { restored }));
    await scrollTo(output, 199);
    await cell(output, 199, 1).waitFor();
    assert.equal(await gridIn(output).getAttribute('aria-rowcount'), '201');
    assert.match(await output.innerText(), /The first 200 of 10,000 rows are here\./);
    assert.match(await output.innerText(), /From an earlier session, 2018-11-12 14:03 UTC\./);
    await output.getByRole('button', { name: 'Run Again' }).click();
    assert.deepEqual(await stage.posted(), [{ type: 'runAgain', output: 'k7' }]);
  });

  it('are not promised where nobody can be asked', async () => {
    const stage = await open({ canPost: false });
    const output = await stage.draw(long(10_000));
    assert.match(await output.innerText(), /The first 200 of 10,000 rows are here\./);
    assert.equal(await output.getByRole('button').count(), 0);
  });

  it('go to the output that asked, of two that show one result', async () => {
    const stage = await open();
    const [one, other] = [await stage.draw(long(10_000), 'one'), await stage.draw(long(10_000), 'other')];
    await scrollTo(one, 5000);
    await scrollTo(other, 9000);
    await answerUntil(stage, cell(one, 5001, 1).getByText('song 5001'), 10_000);
    await answerAll(stage, await asked(stage, 1), 10_000);
    await answerUntil(stage, cell(other, 9001, 1).getByText('song 9001'), 10_000);
    assert.equal(await cell(one, 5001, 1).innerText(), 'song 5001');
  });
});

describe('a result by keyboard alone', () => {
  const open = stages();

  it('is entered by Tab, walked by arrows, and left by Tab', async () => {
    const stage = await open();
    const output = await stage.draw(long(10_000));
    const { keyboard } = stage.page;
    await keyboard.press('Tab');
    assert.equal(await focused(output), 'row 2, column 2');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await keyboard.press(key);
    assert.equal(await focused(output), 'row 4, column 3');
    await keyboard.press('End');
    assert.equal(await focused(output), 'row 4, column 4');
    await keyboard.press('PageDown');
    assert.equal(await focused(output), 'row 18, column 4');
    await keyboard.press('Control+End');
    assert.equal(await focused(output), 'row 10001, column 4');
    await keyboard.press('Control+Home');
    assert.equal(await focused(output), 'row 2, column 2');
    assert.equal(await output.locator('[tabindex="0"]').count(), 1);
    await keyboard.press('Tab');
    assert.equal(await focused(output), undefined);
  });

  it('stays where it is when the row it has come to arrives', async () => {
    const stage = await open();
    const output = await stage.draw(long(10_000));
    for (const key of ['Tab', 'Control+End']) await stage.page.keyboard.press(key);
    assert.equal(await cell(output, 9999, 1).innerText(), '…');
    await answerUntil(stage, cell(output, 9999, 1).getByText('song 9999'), 10_000);
    assert.equal(await focused(output), 'row 10001, column 4');
    await stage.page.keyboard.press('ArrowLeft');
    assert.equal(await focused(output), 'row 10001, column 3');
  });

  it('has its rows in their order, for who listens to them', async () => {
    const stage = await open();
    const output = await stage.draw(long(200));
    await stage.page.keyboard.press('Tab');
    for (const row of [150, 90, 120, 0, 60]) {
      await scrollTo(output, row);
      await cell(output, row + 5, 0).waitFor();
      const order = await output.getByRole('row').evaluateAll(rows => rows.map(each => Number(each.ariaRowIndex)));
      assert.deepEqual(
        order,
        order.toSorted((a, b) => a - b),
      );
    }
  });

  it('shows the cell it has come to', async () => {
    const stage = await open({ width: 300 });
    const output = await stage.draw(long(200));
    await stage.page.keyboard.press('Tab');
    for (const key of ['PageDown', 'PageDown', 'End']) {
      await stage.page.keyboard.press(key);
      const [place, around] = [
        await output.locator('.cell:focus').boundingBox(),
        await output.locator('.scroller').boundingBox(),
      ];
      assert.ok(place!.y + place!.height <= around!.y + around!.height, key);
      assert.ok(place!.x + place!.width <= around!.x + around!.width, key);
    }
  });

  it('keeps the focus where it is while the person scrolls on by other means', async () => {
    const stage = await open();
    const output = await stage.draw(long(10_000));
    await stage.page.keyboard.press('Tab');
    await scrollTo(output, 5000);
    await answerUntil(stage, cell(output, 5000, 1).getByText('song 5000'), 10_000);
    assert.equal(await focused(output), 'row 2, column 2');
    await stage.page.keyboard.press('ArrowDown');
    assert.equal(await focused(output), 'row 3, column 2');
    assert.equal(await output.locator('.scroller').evaluate(scroller => scroller.scrollTop), 22);
  });

  it('keeps its keys from the editor, and leaves it the others', async () => {
    const stage = await open();
    await stage.draw(long(20));
    await stage.page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      window.addEventListener('keydown', event => heard.push(event.key));
    });
    for (const key of ['Tab', 'ArrowDown', 'PageDown', 'Enter', 'Escape', 'Escape', 'x'])
      await stage.page.keyboard.press(key);
    assert.deepEqual(await stage.page.evaluate(() => (window as unknown as { heard: string[] }).heard), [
      'Tab',
      'Escape',
      'x',
    ]);
  });

  it('opens a long cell whole, copies it, and comes back', async () => {
    const text = `${'long '.repeat(100)}\nand <b>more</b>`;
    const stage = await open();
    const output = await stage.draw(resultPayload(['a VARCHAR', 't VARCHAR'], [['x', text]]));
    const { keyboard } = stage.page;
    assert.ok((await cell(output, 0, 1).getAttribute('title'))!.startsWith('long long'));
    for (const key of ['Tab', 'ArrowRight', 'Enter']) await keyboard.press(key);
    const opened = output.getByRole('region', { name: 't, row 1' });
    assert.equal(await opened.locator('pre').textContent(), text);
    await opened.getByRole('button', { name: 'Copy' }).press('Enter');
    assert.equal(await stage.page.evaluate(() => navigator.clipboard.readText()), text);
    await keyboard.press('Escape');
    assert.equal(await opened.count(), 0);
    assert.equal(await focused(output), 'row 2, column 3');
  });

  it('opens a text of a megabyte without laying it all out, and copies it whole', async () => {
    const text = 'x'.repeat(1_000_000);
    const stage = await open();
    const output = await stage.draw(resultPayload(['t VARCHAR'], [[text]]));
    assert.ok((await cell(output, 0, 0).textContent())!.length < 2000);
    await cell(output, 0, 0).dblclick();
    const opened = output.getByRole('region', { name: 't, row 1' });
    assert.match(await opened.innerText(), /And 900,000 letters more/);
    await opened.getByRole('button', { name: 'Copy' }).click();
    assert.equal((await stage.page.evaluate(() => navigator.clipboard.readText())).length, 1_000_000);
  });

  it('copies the cell one stands on', async () => {
    const stage = await open();
    await stage.draw(long(5));
    for (const key of ['Tab', 'ArrowDown', 'ArrowRight', 'Control+c']) await stage.page.keyboard.press(key);
    assert.equal(await stage.page.evaluate(() => navigator.clipboard.readText()), 'song 1');
  });
});

/** Where the focus is within a result, as a screen reader counts. */
const focused = (output: Locator): Promise<string | undefined> =>
  output.evaluate(element => {
    const inside = (element.getRootNode() as ShadowRoot).activeElement;
    const row = inside?.parentElement?.getAttribute('aria-rowindex');
    return inside && row ? `row ${row}, column ${inside.getAttribute('aria-colindex')}` : undefined;
  });

const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
