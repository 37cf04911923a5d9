import assert from 'node:assert/strict';
import { errorPayload } from '../../support/payloads.ts';
import { stages } from './stages.ts';

describe('an error', () => {
  const open = stages();

  it('is its sentence, its line with a caret, its place and its code', async () => {
    const stage = await open();
    const output = await stage.draw(errorPayload());
    assert.equal(await output.getByRole('alert').innerText(), 'Table songplay does not exist. Did you mean songplays?');
    assert.match(await output.innerText(), /SELECT \* FROM songplay/);
    assert.match(await output.innerText(), /Line 3, column 15\s+warehouse\.sql/);
  });

  it('has its caret beneath the letter it means, whatever stands before it', async () => {
    const stage = await open();
    for (const [excerpt, column] of [
      ['SELECT * FROM songplay', 15],
      ["\t\tSELECT '日本 👩‍👩‍👧 é', x", 28],
      ['x', 1],
    ] as const) {
      const output = await stage.draw(errorPayload({ excerpt, position: { line: 3, column } }));
      const apart = await output.locator('pre').evaluate((pre, at) => {
        const line = pre.children[1]!.firstChild as Text;
        const letter = document.createRange();
        letter.setStart(line, at - 1);
        letter.setEnd(line, at);
        return letter.getBoundingClientRect().left - pre.querySelector('.caret')!.getBoundingClientRect().left;
      }, column);
      assert.ok(Math.abs(apart) < 0.5, `${excerpt}: ${apart} px apart`);
    }
  });

  it('opens the log by its details', async () => {
    const stage = await open();
    const output = await stage.draw(errorPayload());
    await output.getByRole('button', { name: 'Details' }).focus();
    await stage.page.keyboard.press('Space');
    assert.deepEqual(await stage.posted(), [{ type: 'openLog' }]);
  });

  it('is only its sentence where there is no place, and shows it as text', async () => {
    const stage = await open();
    const message = 'No <b>bucket</b>\u001b[31m.';
    const output = await stage.draw(errorPayload({ message, position: undefined, excerpt: undefined }));
    assert.equal(await output.getByRole('alert').innerText(), 'No <b>bucket</b>\\u001b[31m.');
    assert.equal(await output.locator('pre').count(), 0);
  });

  it('has no details where it was the person who cancelled', async () => {
    const stage = await open();
    const output = await stage.draw(
      errorPayload({ code: 'cancelled', message: 'Cancelled.', position: undefined, excerpt: undefined }),
    );
    assert.equal(await output.getByRole('button').count(), 0);
  });
});

describe('words of a command', () => {
  const open = stages();

  it('keep their lines and columns, and are text', async () => {
    const stage = await open();
    const text = 'Options\n  --source URI   <b>Where</b>';
    const output = await stage.draw({ version: 1, kind: 'text', text });
    assert.equal(await output.locator('pre').textContent(), text);
    assert.equal(await output.locator('pre').innerText(), text);
  });
});
