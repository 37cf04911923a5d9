import assert from 'node:assert/strict';
import { noPaint } from '../../../src/base/paint.ts';
import { RunScreen } from '../../../src/output/run-screen.ts';

/** What a terminal shows after these writes: it knows the few commands the screen uses, and refuses others. */
function shown(writes: readonly string[]): string[] {
  const lines: string[] = [''];
  let row = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what is read here
  for (const token of writes.join('').match(/\x1b\[\??\d*[A-Za-z]|\r|\n|[^\x1b\r\n]+/g) ?? []) {
    if (token === '\n') row += 1;
    else if (token === '\r' || token === '\x1b[?25l' || token === '\x1b[?25h') continue;
    else if (token === '\x1b[K') continue;
    else if (token === '\x1b[J') lines.length = row;
    else if (token.endsWith('A')) row -= Number.parseInt(token.slice(2), 10);
    else if (token.startsWith('\x1b')) assert.fail(`unknown command ${JSON.stringify(token)}`);
    else lines[row] = token;
    lines[row] ??= '';
  }
  return lines.slice(0, -1);
}

function screen() {
  const writes: string[] = [];
  const terminal = { columns: 60, write: (text: string) => writes.push(text) };
  return { writes, screen: new RunScreen(terminal, noPaint, ['extract', 'check'], () => 0) };
}

describe('the screen of a run', () => {
  it('leaves the last state on the terminal, once', () => {
    const { writes, screen: run } = screen();
    run.emit({ type: 'step', step: 'extract', state: 'started' });
    run.emit({ type: 'step', step: 'extract', state: 'finished', seconds: 1.2 });
    run.close();
    assert.deepEqual(shown(writes), ['  ✓ extract    1.2 s', '  · check']);
  });

  it('keeps warnings above the view', () => {
    const { writes, screen: run } = screen();
    run.emit({ type: 'warning', message: 'the clock is off' });
    run.emit({ type: 'warning', message: 'again' });
    run.close();
    assert.deepEqual(shown(writes), ['warning: the clock is off', 'warning: again', '  · extract', '  · check']);
  });

  it('redraws by the clock and not by the event: a flood of progress costs nothing', () => {
    const { writes, screen: run } = screen();
    const before = writes.length;
    for (let done = 0; done < 10_000; done += 1) run.emit({ type: 'progress', step: 'extract', unit: 'objects', done });
    assert.equal(writes.length, before);
    run.close();
    assert.ok(shown(writes).length === 2);
  });

  it('gives the cursor back, and is silent once closed', () => {
    const { writes, screen: run } = screen();
    run.close();
    assert.ok(writes.join('').endsWith('\x1b[?25h'));
    const { length } = writes;
    run.emit({ type: 'warning', message: 'late' });
    run.close();
    assert.equal(writes.length, length);
  });
});
