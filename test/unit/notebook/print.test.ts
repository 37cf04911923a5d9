import assert from 'node:assert/strict';
import type { Attributes, Cell, CodeCell, MarkdownCell } from '../../../src/notebook/notebook.ts';
import { parse } from '../../../src/notebook/parse.ts';
import { print } from '../../../src/notebook/print.ts';

const markdown = (text: string): MarkdownCell => ({ kind: 'markdown', text });
const sql = (text: string, attributes: Attributes = {}): CodeCell => ({
  kind: 'code',
  language: 'sql',
  text,
  attributes,
});
const file = (...lines: string[]): string => lines.join('\n');

const printed = (...cells: Cell[]): string => print({ cells });

/** Printed and read again; what is read prints the same. */
function again(...cells: Cell[]): readonly Cell[] {
  const text = printed(...cells);
  const notebook = parse(text);
  assert.equal(print(notebook), text);
  return notebook.cells;
}

describe('a printed notebook', () => {
  it('reads well', () => {
    const cells = [markdown('# A'), markdown('b'), sql('SELECT 1', { name: 'top', chart: `{"x":"it's"}` }), sql('')];
    assert.equal(
      printed(...cells),
      file(
        '# A',
        '',
        '<!-- cell -->',
        '',
        'b',
        '',
        `\`\`\`sql name=top chart='{"x":"it\\u0027s"}'`,
        'SELECT 1',
        '```',
        '',
        '```sql',
        '```',
        '',
      ),
    );
    assert.equal(printed(), '');
  });

  it('gives back any cells it was made of', () => {
    const notebooks: readonly (readonly Cell[])[] = [
      [markdown(''), markdown(''), sql(''), markdown(''), markdown('\n'), markdown(' \n\n'), markdown('')],
      [markdown('\n\na\n\n'), sql('\n\na\n\n'), markdown('\n'), sql('\n')],
      [
        sql('```'),
        sql('````sql\n```'),
        sql('~~~'),
        sql('<!-- cell -->'),
        sql('```sparkify name=a\n```'),
        sql('`'.repeat(99)),
      ],
      [
        markdown('<!-- cell -->'),
        markdown('a\n<!--cell-->\nb'),
        markdown('<!-- \\cell -->'),
        markdown('```md\n<!-- cell -->\n```'),
      ],
      [markdown('---\na: b\n---'), sql('---')],
      [markdown('- a'), sql('b'), markdown('> a'), sql('b'), markdown('<div>'), sql('b'), markdown('    a'), sql('b')],
      [markdown('~~~sql\na\n~~~'), markdown('- ```sql\n  a\n  ```'), markdown('> ```sql'), markdown('    ```sql')],
      [markdown('\0'), sql('\0 🎧 \u2028 \ud83c'), sql('a', { x: '\0\n\r\t`\'"\\ \\u0027 \\u{60} \ud83c 🎧', y: '' })],
    ];
    for (const cells of notebooks) assert.deepEqual(again(...cells), cells);
  });

  it('writes a fence of ~ where a cell would begin within a Markdown cell', () => {
    assert.deepEqual(again(markdown('a\n\n````sql x\n~~~\n````  \nb\n\n  ```sparkify\n```')), [
      markdown('a\n\n~~~~sql x\n~~~\n~~~~  \nb\n\n  ~~~sparkify\n~~~'),
    ]);
  });

  it('closes what a Markdown cell leaves open, so that it takes in no cell below', () => {
    const open: readonly (readonly [text: string, closer: string])[] = [
      ['```sql\na', '~~~'],
      ['````python\n~~~', '````'],
      ['~~~\n```', '~~~'],
      ['<!-- a', '-->'],
      ['<script>', '</pre>'],
      ['<?a', '?>'],
      ['<![CDATA[', ']]>'],
      ['<!A', '>'],
    ];
    for (const [text, closer] of open) {
      const closed = markdown(`${text.replace('```sql', '~~~sql')}\n${closer}`);
      assert.deepEqual(again(markdown(text), sql('b'), markdown('c')), [closed, sql('b'), markdown('c')], text);
    }
  });

  it('breaks lines as its file does', () => {
    const text = '# A\r\n\r\n```sql\r\na\r\n```\r\n';
    const { cells, ...rest } = parse(text);
    assert.equal(
      print({ ...rest, cells: [...cells, sql('a\nb'), markdown('c\n\nd')] }),
      `${text}\r\n\`\`\`sql\r\na\r\nb\r\n\`\`\`\r\n\r\nc\r\n\r\nd\r\n`,
    );
  });

  it('keeps the letters of every cell but the one that was edited', () => {
    const text =
      "\n # A\n\n``` sql\tname=a  x='y'\nSELECT 1\n````\n<!--cell-->\nb\r\n\r\n\n\n\n~~~~\n`````sparkify\n etl\n`````  ";
    const { cells, ...rest } = parse(text);
    const edited = (at: number, cell: Cell) =>
      print({ ...rest, cells: cells.map((each, i) => (i === at ? cell : each)) });
    assert.equal(edited(0, { ...cells[0]!, text: '# B' } as Cell), text.replace('\n # A', '# B'));
    assert.equal(edited(1, { ...cells[1]!, text: 'SELECT 2\n' } as Cell), text.replace('SELECT 1\n', 'SELECT 2\n\n'));
  });

  it('drops of the old letters what would be read otherwise at its place', () => {
    const { cells } = parse('a\n```sql\nb\n```\n');
    assert.deepEqual(again(markdown('<div>'), cells[1]!), [markdown('<div>'), sql('b')]);
    assert.deepEqual(again(markdown('- a'), parse('  ```sql\n  b\n  ```\n').cells[0]!), [markdown('- a'), sql('b')]);
    const [open] = parse('```python\na').cells;
    assert.equal(print({ cells: [open!] }), '```python\na\n');
    assert.deepEqual(again(open!, sql('b')), [markdown('```python\na\n```'), sql('b')]);
  });

  it('lets the first of several cells keep a name, and writes none that cannot be read', () => {
    const made = [
      sql('a', { name: 'x', y: '1' }),
      sql('b', { y: '2', name: 'x' }),
      sql('c', { name: 'Order', 'not one': '3' }),
    ];
    assert.deepEqual(again(...made), [made[0], sql('b', { y: '2' }), sql('c')]);
    const [copied] = parse('```sql  name=x\n```\n').cells;
    assert.equal(printed(copied!, copied!), '```sql  name=x\n```\n\n```sql\n```\n');
  });
});
