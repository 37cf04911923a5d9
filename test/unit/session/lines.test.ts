import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commentAt, quoted, wordsOf } from '../../../src/commands/words.ts';
import { commandLines } from '../../../src/session/sparkify/lines.ts';

const texts = (cell: string) => commandLines(cell).map(line => line.text);

/** Any word, as it is written. */
const word = fc.string({
  minLength: 1,
  unit: fc.constantFrom('a', '-', '=', "'", '"', '\\', '#', ' ', '$', 'é', '😀'),
});
/** What may stand between two words of one command. */
const gap = fc.constantFrom(' ', '\t', '  ', ' \\\n', ' \\\r\n  ');
const ending = fc.constantFrom('', ' ', ' # a comment \\', '\t#');

describe('the commands of a cell', () => {
  it('are its lines, without the empty ones and those of comments', () => {
    assert.deepEqual(texts('etl --full\n\n  # not this\ntables  # nor this\r\nruns\n'), [
      'etl --full',
      'tables  ',
      'runs',
    ]);
    assert.deepEqual(texts(''), []);
    assert.deepEqual(texts('# only'), []);
  });

  it('go on behind a backslash at the very end of a line, but not in a comment or behind two', () => {
    assert.deepEqual(texts('etl \\\n  --full\nruns'), ['etl   --full', 'runs']);
    assert.deepEqual(texts('et\\\nl'), ['etl']);
    assert.deepEqual(texts('etl # note \\\nruns'), ['etl ', 'runs']);
    assert.deepEqual(texts('sql a\\\\\nruns'), ['sql a\\\\', 'runs']);
    assert.deepEqual(texts('etl \\'), ['etl ']);
  });

  it('keep a # that is no comment', () =>
    assert.deepEqual(texts(`sql 'a # b' # c\nset x = a#b`), [`sql 'a # b' `, 'set x = a#b']));

  it('come back as the words they were made of, each at its place, however they are parted', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(fc.tuple(word, gap), { minLength: 1 }), ending), { maxLength: 4 }),
        commands => {
          let cell = '';
          const wanted = commands.map(([words, after]) => {
            const placed = words.map(([text, before], i) => {
              cell += i === 0 ? '' : before;
              const at = cell.length;
              cell += quoted(text);
              return { text, at };
            });
            cell += `${after}\n`;
            return placed;
          });
          const found = commandLines(cell).map(line =>
            wordsOf(line.text).map(({ text, column }) => ({ text, at: line.offsetOf(column - 1) })),
          );
          assert.deepEqual(found, wanted);
        },
      ),
    ));

  it('tell of every letter where it stands in the cell', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\\', '\n', '\r\n', '#', "'") }), cell => {
        for (const line of commandLines(cell)) {
          for (let i = 0; i < line.text.length; i++) assert.equal(cell[line.offsetOf(i)], line.text[i]);
        }
      }),
    ));

  it('end where their words end: a comment is none', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\\', '#', "'", '"', '$') }), line => {
        const comment = commentAt(line);
        const words = (text: string) => {
          try {
            return wordsOf(text);
          } catch {
            return 'refused';
          }
        };
        assert.deepEqual(words(line.slice(0, comment)), words(line));
      }),
    ));
});
