import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quoted } from '../../../src/commands/words.ts';
import { ended, inShell, type Shell, writeLake } from '../../support/cli.ts';
import { day, plays } from '../../support/lake-builder.ts';
import { skipUninstalled } from '../../support/skip.ts';

const cli = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const esc = '\u001b';

/** Runs the command on a terminal of its own, and answers each question when it is asked. */
async function onTerminal(
  { folder }: Shell,
  words: readonly string[],
  answers: Readonly<Record<string, string>> = {},
  env = {},
) {
  const { NO_COLOR: _, FORCE_COLOR: __, ...plain } = process.env;
  const line = [process.execPath, cli, ...words].map(quoted).join(' ');
  const terminal = spawn('script', ['-qec', line, '/dev/null'], {
    cwd: folder,
    env: { ...plain, TERM: 'xterm', ...env },
  });
  const waiting = new Map(Object.entries(answers));
  let shown = '';
  terminal.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    for (const [question, answer] of waiting) {
      if (!shown.includes(question)) continue;
      waiting.delete(question);
      terminal.stdin.write(`${answer}\n`);
    }
  });
  const { code } = await ended(terminal);
  return { code, shown };
}

describe('on a terminal', () => {
  before(function () {
    if (spawnSync('script', ['--version']).status !== 0) skipUninstalled(this, 'script (util-linux)');
  });

  it('a run is drawn live, and the view stays as it ended, above the summary', () =>
    inShell(async shell => {
      await writeLake(shell, { days: [day('2018-11-12', plays(2))] });
      const { code, shown } = await onTerminal(shell, ['etl', '--source', 'lake']);
      assert.equal(code, 0, shown);
      assert.ok(shown.includes(`${esc}[?25l`) && shown.includes(`${esc}[?25h`));
      const last = shown.slice(shown.lastIndexOf(`${esc}[4A`));
      for (const step of ['create', 'extract', 'transform', 'check'])
        assert.ok(last.includes(`✓${esc}[39m ${step} `), step);
      assert.ok(last.indexOf('check') < last.indexOf('Run 1 succeeded'));
    }));

  it('colours stay away where NO_COLOR is set', () =>
    inShell(async shell => {
      await writeLake(shell, { days: [day('2018-11-12', plays(2))] });
      const { shown } = await onTerminal(shell, ['etl', '--source', 'lake'], {}, { NO_COLOR: '1' });
      assert.match(shown, /✓ check/);
      assert.ok(!shown.split(`${esc}[`).some(piece => /^\d+m/.test(piece)));
    }));

  it('init asks for what it is not told', () =>
    inShell(async shell => {
      const { code, shown } = await onTerminal(shell, ['init'], {
        'Source [public]: ': 'lake',
        'Which DuckDB file?': '',
        'Where should Parquet go?': 'parquet',
      });
      assert.equal(code, 0, shown);
      const text = await readFile(join(shell.folder, 'sparkify.json'), 'utf8');
      assert.deepEqual(JSON.parse(text.replaceAll(/^ *\/\/.*$/gm, '')), {
        source: 'lake',
        warehouse: 'sparkify.duckdb',
        export: ['parquet'],
      });
    }));
});
