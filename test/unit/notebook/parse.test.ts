import assert from 'node:assert/strict';
import type { Cell } from '../../../src/notebook/notebook.ts';
import { parse } from '../../../src/notebook/parse.ts';

const file = (...lines: string[]): string => lines.join('\n');

/** Each cell as its kind or language, and its text. */
const shown = (text: string): [string, string][] =>
  parse(text).cells.map((cell: Cell) => [cell.kind === 'code' ? cell.language : 'markdown', cell.text]);

describe('the text of a notebook', () => {
  it('is prose and cells', () => {
    const text = file(
      '# Plays',
      '',
      'By level.',
      '',
      '```sql',
      'SELECT 1;',
      '',
      'SELECT 2',
      '```',
      '',
      '```sparkify',
      'etl',
      '```',
      '',
      'End.',
      '',
    );
    assert.deepEqual(shown(text), [
      ['markdown', '# Plays\n\nBy level.'],
      ['sql', 'SELECT 1;\n\nSELECT 2'],
      ['sparkify', 'etl'],
      ['markdown', 'End.'],
    ]);
  });

  it('keeps nothing beside its cells when it is written as we write', () => {
    const text = file('# A', '', '```sql name=a', '', '  x', '```', '', 'b', '', '<!-- cell -->', '', 'c', '');
    const { cells, ...rest } = parse(text);
    assert.deepEqual(rest, {});
    assert.ok(cells.every(cell => cell.written === undefined));
  });

  it('has cells only where a fence of backticks at top level says sql or sparkify', () => {
    const prose = [
      file('~~~sql', 'x', '~~~'),
      file('```python', 'x', '```'),
      file('```SQL', 'x', '```'),
      file('```sqlite', 'x', '```'),
      file('```', '```sql', '```'),
      file('````md', '```sql', 'x', '```', '````'),
      file('- a', '', '  ```sql', '  x', '  ```'),
      file('> ```sql', '> x', '> ```'),
      file('    ```sql', '    x', '    ```'),
      file('<!--', '```sql', 'x', '```', '-->'),
      file('text ```sql', 'x'),
    ];
    for (const text of prose) assert.deepEqual(shown(`${text}\n`), [['markdown', text]]);
    const cells = [
      file('```sql', 'x', '```'),
      file('``` sql', 'x', '```'),
      file('`````sql', 'x', '``````'),
      file('   ```sql', '   x', '```  '),
      file('```\tsql\t', 'x', '```'),
    ];
    for (const text of cells) assert.deepEqual(shown(text), [['sql', 'x']], text);
  });

  it('gives a longer fence shorter ones as text', () => {
    assert.deepEqual(shown(file('````sql', '```', '```sql', '````')), [['sql', '```\n```sql']]);
  });

  it('tells an empty cell from none', () => {
    assert.deepEqual(shown(''), []);
    assert.deepEqual(shown('\n \n'), []);
    assert.deepEqual(shown(file('```sql', '```')), [['sql', '']]);
    assert.deepEqual(shown(file('```sql', '', '```')), [['sql', '']]);
    assert.deepEqual(shown(file('```sql', '```', '', '', '```sql', '```')), [
      ['sql', ''],
      ['sql', ''],
    ]);
    assert.deepEqual(shown(file('```sql', '```', '', '<!-- cell -->', '', '```sql', '```')), [
      ['sql', ''],
      ['markdown', ''],
      ['sql', ''],
    ]);
  });

  it('parts Markdown cells where a comment says so, and nowhere else', () => {
    assert.deepEqual(shown(file('a', '', '<!-- cell -->', '', 'b', '<!--cell-->', 'c', '')), [
      ['markdown', 'a'],
      ['markdown', 'b'],
      ['markdown', 'c'],
    ]);
    for (const text of [
      'a <!-- cell -->',
      '<!-- cell --> a',
      '<!-- cells -->',
      '- <!-- cell -->',
      '```md\n<!-- cell -->\n```',
      '<pre>\n<!-- cell -->\n</pre>',
    ])
      assert.deepEqual(shown(`${text}\n`), [['markdown', text]]);
  });

  it('takes one empty line around prose for spacing, and the others for text', () => {
    assert.deepEqual(shown(file('```sql', '```', '', '', 'a', '', '', '```sql', '```')), [
      ['sql', ''],
      ['markdown', '\na\n'],
      ['sql', ''],
    ]);
    assert.deepEqual(shown(file('', 'a', '', '')), [['markdown', '\na\n']]);
  });

  it('shows line breaks of any sort as one, and no byte order mark', () => {
    const text = '\uFEFF# A\r\n\r\n```sql\r\nx\ry\r\n```\r\n';
    assert.deepEqual(shown(text), [
      ['markdown', '# A'],
      ['sql', 'x\ny'],
    ]);
    assert.deepEqual({ ...parse(text), cells: [] }, { cells: [], bom: true, eol: '\r\n' });
  });

  it('keeps front matter apart, but takes no rule at the head for it', () => {
    const { frontMatter, cells } = parse(file('---', 'title: Plays', 'tags: [a]', '---', '', '# A', ''));
    assert.equal(frontMatter, file('---', 'title: Plays', 'tags: [a]', '---'));
    assert.deepEqual(cells, [{ kind: 'markdown', text: '# A' }]);
    for (const text of [
      file('---', '', 'a', '', '---'),
      file('---', 'a', '---'),
      file('---', 'a: b', '', '---'),
      file('---', 'a: b'),
    ]) {
      assert.deepEqual(parse(`${text}\n`), { cells: [{ kind: 'markdown', text }] });
    }
    assert.deepEqual(shown(file('---', 'a: b', '```sql', '---', '```')), [
      ['markdown', '---\na: b'],
      ['sql', '---'],
    ]);
  });

  it('reads what is said on a fence, known or not', () => {
    const [cell] = parse(
      file(`\`\`\`sql name=top_songs chart='{"mark":"bar","title":"it\\u0027s"}' x.y=1,2  Z=''`, '```'),
    ).cells;
    assert.deepEqual(cell, {
      kind: 'code',
      language: 'sql',
      text: '',
      attributes: { name: 'top_songs', chart: `{"mark":"bar","title":"it's"}`, 'x.y': '1,2', Z: '' },
      written: { body: `\`\`\`sql name=top_songs chart='{"mark":"bar","title":"it\\u0027s"}' x.y=1,2  Z=''\n\`\`\`` },
    });
  });

  it('is refused with the place where it cannot be a notebook', () => {
    const refused: readonly (readonly [text: string, line: number, column: number, sentence: RegExp])[] = [
      [
        file('# A', '', '```sql', 'SELECT 1'),
        3,
        1,
        /sql cell that begins here is never closed; end it with a line ```\./,
      ],
      [file('# A', '', '  ````sql', 'x', '```'), 3, 3, /end it with a line ````\./],
      [file('```sql', 'x', '', '```sparkify', 'etl', '```'), 1, 1, /not closed before the next one begins at line 4/],
      [file('---', 'a: b', '---', '```sql', 'x'), 4, 1, /never closed/],
      ['```sql\r\n```\r\n```sql a\r\n```', 3, 8, /a has no value/],
      [file('```sql name = a', '```'), 1, 8, /name has no value; attributes are written name=value/],
      [file('```sql a=1 a=2', '```'), 1, 12, /a is said twice/],
      [file('```sql =1', '```'), 1, 8, /"" is no name of an attribute/],
      [file('```sql 1=1', '```'), 1, 8, /"1" is no name/],
      [file('```sql a=', '```'), 1, 10, /a= wants a value; an empty one is written ''/],
      [file(`\`\`\`sql a='b c`, '```'), 1, 10, /has no closing quote/],
      [file('```sql a="b c"', '```'), 1, 10, /write it in single quotes: a='…'/],
      [file(`\`\`\`sql a='b'c`, '```'), 1, 13, /A space must follow the value of a/],
      [file('```sql  name=Top', '```'), 1, 14, /cannot be called "Top": a name is made of small letters/],
      [file('```sql name=order', '```'), 1, 13, /cannot be called "order": it is a word of SQL/],
      [file('```sql name=a', '```', 'x', '', '```sparkify name=a', '```'), 5, 18, /cell of line 1 is called a already/],
      [file('\uFEFF```sql a', '```'), 1, 8, /a has no value/],
    ];
    for (const [text, line, column, sentence] of refused) {
      assert.throws(
        () => parse(text),
        { code: 'notebook.format', message: sentence, position: { line, column } },
        text,
      );
    }
  });
});
