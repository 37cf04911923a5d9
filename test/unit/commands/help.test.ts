import assert from 'node:assert/strict';
import { errorCodes } from '../../../src/base/error-codes.ts';
import type { ErrorCode } from '../../../src/base/errors.ts';
import { displayWidth } from '../../../src/base/text.ts';
import { type Command, flagName } from '../../../src/commands/command.ts';
import { exitCodeOf, exitCodes } from '../../../src/commands/exit-codes.ts';
import { helpData, helpText } from '../../../src/commands/help-text.ts';
import { commands } from '../../../src/commands/index.ts';
import { parse } from '../../../src/commands/parse.ts';
import { wordsOf } from '../../../src/commands/words.ts';
import { checksOf } from '../../../src/schema/checks.ts';
import { tables } from '../../../src/schema/index.ts';
import { plainDialect } from '../../support/plain-dialect.ts';

const all: readonly Command[] = commands;

describe('help', () => {
  it('names every command and every exit code', () => {
    const text = helpText();
    for (const { name, says } of all)
      assert.ok(text.includes(`  ${name} `) && text.includes(says.split(' ')[0]!), name);
    for (const code of Object.keys(exitCodes)) assert.match(text, new RegExp(`\\b${code} `));
  });

  it('names every option of a command, with what it says', () => {
    for (const command of all) {
      const text = helpText(command);
      for (const [key, option] of Object.entries(command.options)) {
        assert.match(text, new RegExp(`--${flagName(key)}[ \\n]`), `${command.name} --${flagName(key)}`);
        assert.ok(text.replace(/\s+/g, ' ').includes(option.says.replace(/\s+/g, ' ')), option.says);
      }
    }
  });

  it('shows only examples that the parser takes', () => {
    for (const { name, examples } of all) {
      assert.ok(examples.length > 0, name);
      for (const { line } of examples) {
        const [program, ...words] = wordsOf(line);
        assert.equal(program?.text, 'sparkify');
        assert.equal(parse(words, '/').command.name, name, line);
      }
    }
  });

  it('names only checks that there are in its examples', () => {
    const checks = tables.flatMap(table => checksOf(plainDialect, table)).map(({ name }) => name);
    const warned = all.flatMap(({ examples }) =>
      examples.flatMap(({ line }) => (parse(wordsOf(line).slice(1), '/').given.warn ?? []) as string[]),
    );
    assert.ok(warned.length > 0);
    for (const name of warned) assert.ok(checks.includes(name), `${name} is none of ${checks.join(', ')}`);
  });

  it('keeps to the width of the terminal, but for what cannot be broken', () => {
    for (const command of [undefined, ...all]) {
      for (const line of helpText(command, { width: 60 }).split('\n')) {
        assert.ok(displayWidth(line) <= 60 || /^ {2}sparkify |\|/.test(line), line);
      }
    }
  });

  it('says the same as data', () => {
    assert.deepEqual(Object.keys(helpData()), ['commands']);
    const etl = JSON.stringify(helpData(commands[0]));
    assert.match(etl, /"--max-rejects"/);
  });
});

describe('exit codes', () => {
  it('follow from the first word of an error', () => {
    const expected = { run: 1, usage: 2, notebook: 2, lake: 3, warehouse: 4, internal: 5, kernel: 5, cancelled: 130 };
    for (const code of Object.keys(errorCodes) as ErrorCode[]) {
      assert.equal(exitCodeOf(code), expected[code.split('.')[0] as keyof typeof expected], code);
    }
  });
});
