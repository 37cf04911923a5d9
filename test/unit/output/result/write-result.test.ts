import assert from 'node:assert/strict';
import type { Cell, ResultColumn, TextCell } from '../../../../src/base/cell.ts';
import { ansiPaint } from '../../../../src/base/paint.ts';
import { displayWidth } from '../../../../src/base/text.ts';
import type { TableOptions } from '../../../../src/output/result/table.ts';
import { type ResultFormat, writeResult } from '../../../../src/output/result/write-result.ts';

type Batch = readonly (readonly TextCell[])[];

/** A result with these columns (`name TYPE`), in batches; one that counts how many of them were asked for. */
function resultOf(columns: readonly string[], ...batches: Batch[]) {
  const asked = { batches: 0 };
  async function* all(): AsyncGenerator<Batch> {
    for (const batch of batches) {
      asked.batches++;
      yield batch;
    }
  }
  const parsed = columns.map((column): ResultColumn => {
    const at = column.lastIndexOf(' ');
    return { name: column.slice(0, at), type: column.slice(at + 1) };
  });
  return { columns: parsed, texts: all, cells: all as () => AsyncGenerator<readonly (readonly Cell[])[]>, asked };
}

async function text(
  format: ResultFormat,
  result: ReturnType<typeof resultOf>,
  options?: TableOptions,
): Promise<string> {
  let whole = '';
  for await (const piece of writeResult(format, result, options)) whole += piece;
  return whole;
}

const plays = () =>
  resultOf(
    ['artist VARCHAR', 'plays BIGINT'],
    [
      ['Coldplay', '58'],
      ['日本 👍', '7'],
      ['', null],
    ],
  );

describe('a result as a table', () => {
  it('is aligned by what a terminal shows, numbers to the right', async () => {
    const lines = [
      'artist    plays',
      '────────  ─────',
      'Coldplay     58',
      '日本 👍       7',
      '           NULL',
      '(3 rows)',
      '',
    ];
    assert.equal(await text('table', plays()), lines.join('\n'));
  });

  it('tells NULL from empty text by its colour too', async () => {
    assert.ok((await text('table', plays(), { paint: ansiPaint })).includes(ansiPaint.dim(' NULL')));
  });

  it('fits the terminal by cutting the widest texts, never a number', async () => {
    const result = resultOf(['a VARCHAR', 'b VARCHAR', 'n HUGEINT'], [['x'.repeat(50), 'short', '1'.repeat(20)]]);
    const [, rule = '', row = ''] = (await text('table', result, { width: 40 })).split('\n');
    assert.equal(displayWidth(rule), 40);
    assert.match(row, /^x+… {2}short {2}1{20}$/);
    const narrow = resultOf(['n HUGEINT', 'm HUGEINT'], [['1'.repeat(20), '2'.repeat(20)]]);
    assert.match(await text('table', narrow, { width: 10 }), /1{20} {2}2{20}/);
  });

  it('keeps the widths of its first batch: later texts are cut, later numbers are whole', async () => {
    const result = resultOf(['s VARCHAR', 'n INTEGER'], [['ab', '1']], [['abcdef', '123456']]);
    assert.deepEqual((await text('table', result)).split('\n').slice(2), ['ab  1', 'a…  123456', '(2 rows)', '']);
  });

  it('shows control characters and never sends them', async () => {
    const hostile = resultOf(['s\x1b[2J VARCHAR'], [['a\nb\t\x1b[31mred\x07\u009b\u202e']]);
    const written = await text('table', hostile);
    assert.doesNotMatch(written.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
    assert.match(written, /a\\nb\\t\\u001b\[31mred\\u0007\\u009b\\u202e/);
  });

  it('has its head without a row', async () => {
    assert.equal(await text('table', resultOf(['a VARCHAR', 'n INTEGER'])), 'a  n\n─  ─\n(0 rows)\n');
  });
});

describe('a result as CSV', () => {
  it('quotes what needs it, and tells NULL from empty text', async () => {
    const result = resultOf(
      ['a VARCHAR', 'b,"c" VARCHAR'],
      [
        [null, ''],
        ['a,b', 'say "hi"'],
        ['line\nbreak', ' plain '],
      ],
    );
    assert.equal(await text('csv', result), 'a,"b,""c"""\n,""\n"a,b","say ""hi"""\n"line\nbreak", plain \n');
  });
});

describe('a result as JSON', () => {
  it('numbers columns that share a name, and keeps their order', async () => {
    const result = resultOf(['n INTEGER', '1 INTEGER', 'n INTEGER', 'n_1 INTEGER'], [['a', 'b', 'c', 'd']]);
    assert.equal(await text('ndjson', result), '{"n":"a","1":"b","n_2":"c","n_1":"d"}\n');
  });

  it('is an empty array without a row', async () => {
    assert.equal(await text('json', resultOf(['n INTEGER'])), '[]\n');
    assert.equal(await text('ndjson', resultOf(['n INTEGER'])), '');
  });
});

describe('a result as Markdown', () => {
  it('shows every cell as it is, whatever it holds', async () => {
    const result = resultOf(
      ['song_id VARCHAR', 'n BIGINT'],
      [
        ['a|b *c* _d_ <br> `e` [f](g) h_i \\ &amp; ~j~', '1'],
        ['two\nlines', null],
      ],
    );
    const lines = [
      '| song_id | n |',
      '| --- | ---: |',
      '| a\\|b \\*c\\* \\_d\\_ \\<br\\> \\`e\\` \\[f\\](g) h_i \\\\ \\&amp; \\~j\\~ | 1 |',
      '| two<br>lines | NULL |',
      '',
    ];
    assert.equal(await text('markdown', result), lines.join('\n'));
  });
});

describe('any format', () => {
  const formats: ResultFormat[] = ['table', 'csv', 'json', 'ndjson', 'markdown'];

  it('writes a batch before it asks for the next', async () => {
    for (const format of formats) {
      const result = resultOf(['n INTEGER'], [['1']], [['2']], [['3']]);
      for await (const piece of writeResult(format, result)) if (piece.includes('1')) break;
      assert.equal(result.asked.batches, 1, format);
    }
  });

  it('gives no rows for a statement without columns, in every format', async () => {
    const counted = () => resultOf([], [['1']]);
    const expected = { table: '', csv: '', markdown: '', ndjson: '', json: '[]\n' };
    for (const [format, whole] of Object.entries(expected)) {
      assert.equal(await text(format as ResultFormat, counted()), whole, format);
    }
  });
});
