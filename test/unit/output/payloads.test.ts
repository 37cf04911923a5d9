import assert from 'node:assert/strict';
import fc from 'fast-check';
import { htmlOf } from '../../../src/output/as-html.ts';
import { markdownOf } from '../../../src/output/as-markdown.ts';
import { textOf } from '../../../src/output/as-text.ts';
import { mimeTypes, type Payload } from '../../../src/output/payload.ts';
import {
  errorPayload,
  resultPayload,
  runAfter,
  runEvents,
  runPayload,
  runSummary,
  underWay,
} from '../../support/payloads.ts';

/** What a person reads of the markup: its tags gone, its entities read. Blocks are lines. */
function readText(markup: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return markup
    .replaceAll(/<\/(?:p|li|tr|div|dd|summary|pre)>|<br>/g, '\n')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&([a-z]+|#39);/g, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/[ \t]+/g, ' ');
}

const plan = {
  steps: [{ name: 'extract', does: 'Would read 3 objects, 1.2 KB.', details: ['s3://b/log_data/: 3 listed'] }],
} as const;

describe('a result in other viewers', () => {
  const plays = resultPayload(
    ['artist VARCHAR', 'plays BIGINT'],
    [
      ['Coldplay', '58'],
      ['', null],
    ],
    { name: 'top', rowCount: 4000, effects: ['Created table t.'] },
  );

  it('is told as text: what was done, the rows, and how many there are', () => {
    assert.equal(
      textOf(plays),
      `Created table t.

artist    plays
────────  ─────
Coldplay     58
           NULL
(top · 4,000 rows × 2 · 38 ms; the first 2 are shown)
`,
    );
  });

  it('is told as a table of HTML, NULL unlike any text, numbers to the right', () => {
    const markup = htmlOf(plays);
    assert.match(markup, /<li>Created table t\.<\/li>/);
    assert.match(markup, /<th scope="col" style="text-align:right">plays<br><small>BIGINT<\/small><\/th>/);
    assert.match(markup, /<td dir="auto" style="text-align:left"><\/td>.*<em>NULL<\/em>/);
    assert.match(markup, /top · 4,000 rows × 2 · 38 ms; the first 2 are shown/);
  });

  it('is told as a table of Markdown', () => {
    assert.equal(
      markdownOf(plays),
      `\`\`\`text
Created table t.
\`\`\`

| artist | plays |
| --- | ---: |
| Coldplay | 58 |
|  | NULL |

top · 4,000 rows × 2 · 38 ms; the first 2 are shown
`,
    );
  });

  it('says only what was done and how long it took where there are no columns', () => {
    const done = resultPayload([], [], { effects: ['Created table t.', '3 rows inserted.'] });
    assert.equal(textOf(done), 'Created table t.\n3 rows inserted.\n(38 ms)\n');
    assert.doesNotMatch(htmlOf(done), /<table/);
  });

  it('keeps the drawing of a plan', () => {
    const explained = resultPayload(
      ['explain_key VARCHAR', 'explain_value VARCHAR'],
      [['physical_plan', '┌─┐\n└─┘\n']],
    );
    assert.equal(textOf(explained), '┌─┐\n└─┘\n(1 row × 2 · 38 ms)\n');
    assert.match(htmlOf(explained), /<pre>┌─┐\n└─┘<\/pre>/);
    assert.match(markdownOf(explained), /^```text\n┌─┐\n└─┘\n/);
  });

  it('says when it was made, where it is of an earlier session', () => {
    const restored = { ...plays, restored: { madeAtMs: Date.UTC(2018, 10, 12, 14, 3), key: 'k' } };
    for (const told of [textOf(restored), readText(htmlOf(restored)), markdownOf(restored)]) {
      assert.match(told, /From an earlier session, 2018-11-12 14:03 UTC\./);
    }
  });

  it('cuts a text of a megabyte, and says so with an ellipsis', () => {
    const long = resultPayload(['t VARCHAR'], [['🎵'.repeat(500_000)]]);
    for (const told of [textOf(long), htmlOf(long), markdownOf(long)]) {
      assert.ok(told.length < 10_000);
      assert.match(told, /🎵…/u);
    }
  });
});

describe('a run in other viewers', () => {
  it('tells how far it is while it goes on', () => {
    const live = runPayload({ state: runAfter(...underWay), warnings: ['The clock is off.'] });
    assert.match(textOf(live), /^warning: The clock is off\.\n {2}✓ create {5}0\.0 s {2}9 tables\n/);
    assert.match(textOf(live), /7,463 of 14,926 objects · 2,950\/s · 910 KB\/s · 3\.0 s left\n {2}· transform\n/);
    const read = readText(htmlOf(live));
    assert.match(read, /The clock is off/);
    assert.match(read, /create done 0\.0 s 9 tables/);
    assert.match(read, /extract running 7,463 of 14,926 objects · 2,950\/s · 910 KB\/s · 3\.0 s left/);
    assert.match(read, /export waiting/);
    assert.match(htmlOf(live), /<progress value="0\.500">/);
  });

  it('tells its newest reject and its failing checks', () => {
    const live = runPayload({
      state: runAfter(...runEvents, { type: 'reject', object: 's3://b/x.json', line: 7, reason: 'not JSON' }),
    });
    for (const told of [textOf(live), readText(htmlOf(live))]) {
      assert.match(told, /set aside: not JSON \(s3:\/\/b\/x\.json:7\)/);
      assert.match(told, /songs\.year warned: 4 rows/);
    }
  });

  it('says the same of its end in every form', () => {
    const ended = runPayload({ state: runAfter(...runEvents), summary: runSummary(), warnings: ['slow'] });
    const said = [
      /warning: slow/,
      /Run 3 succeeded\s+after 4\.2 s\./,
      /objects\s+14,926 listed, 14,926 read, 0 unchanged, 2 skipped/,
      /rejects\s+2 lines set aside: +sparkify rejects --run 3/,
      /matched\s+333 of 6,820 plays found their song/,
      /steps\s+extract 2\.1 s, transform 0\.9 s, check 0\.2 s, export 0\.7 s/,
      /songplays\s+6,820\s+\+6,820/,
      /artists\s+10,025\s+-12/,
      /checks:?\s+2 of 3 passed/,
      /warned\s+songs\.year: 4 rows/,
      /\{"song_id":"SO15TVJU","title":"Yellow","year":3018\}/,
      /exported 12 files, 1\.2 MB, to +s3:\/\/sparkify-dwh\/star\//,
    ];
    for (const told of [textOf(ended), readText(htmlOf(ended)), markdownOf(ended)]) {
      for (const line of said) assert.match(told, line);
    }
  });

  it('says why it failed', () => {
    const error = { code: 'lake.missing', message: 'There is no bucket b.' } as const;
    const failed = runPayload({ summary: runSummary({ status: 'failed', error }) });
    assert.match(textOf(failed), /^Run 3 failed after 4\.2 s\.\nThere is no bucket b\.\n/);
    assert.match(readText(htmlOf(failed)), /Run 3 failed after 4\.2 s\.\s+There is no bucket b\. lake\.missing/);
  });

  it('tells a plan where it was only planned', () => {
    for (const told of [textOf(runPayload({ plan })), readText(htmlOf(runPayload({ plan })))]) {
      assert.match(told, /extract\s+Would read 3 objects, 1\.2 KB\.\s+s3:\/\/b\/log_data\/: 3 listed/);
    }
  });
});

describe('an error in other viewers', () => {
  it('is its sentence, its place and its code', () => {
    assert.equal(
      textOf(errorPayload()),
      `Table songplay does not exist. Did you mean songplays?

  SELECT * FROM songplay
                ^

(warehouse.sql · line 3, column 15)
`,
    );
    assert.match(htmlOf(errorPayload()), /<pre>SELECT \* FROM songplay\n {14}\^<\/pre>/);
    assert.equal(
      textOf(errorPayload({ position: undefined, excerpt: undefined })),
      'Table songplay does not exist. Did you mean songplays?\n\n(warehouse.sql)\n',
    );
  });

  it('has its caret beneath the letter it means, whatever stands before it', () => {
    const caretUnder = (excerpt: string, column: number) =>
      textOf(errorPayload({ excerpt, position: { line: 1, column } })).split('\n')[3];
    assert.equal(caretUnder('\t椎名 x', 5), `${' '.repeat(2 + 6)}^`);
    assert.equal(caretUnder('SELECT x', 1), '  ^');
    assert.equal(caretUnder('x', 99), '   ^');
  });

  it('shows the part of a long line that it is about', () => {
    const excerpt = `${'a'.repeat(500)}WRONG${'b'.repeat(500)}`;
    const [, , line, caret] = textOf(errorPayload({ excerpt, position: { line: 1, column: 501 } })).split('\n');
    assert.match(line!, /^ {2}…a{80}WRONGb{75}…$/);
    assert.equal(line!.slice(caret!.indexOf('^')).slice(0, 5), 'WRONG');
  });
});

describe('any payload in other viewers', () => {
  it('has a mime type of its own', () => {
    const types = Object.values(mimeTypes);
    assert.equal(new Set(types).size, types.length);
  });

  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='alert(1)",
      '&lt;b&gt;&amp;',
      '\u202egnp.exe',
      'two\nlines\tand \u001b[31mred',
      '```\n# not a heading\n```',
      '👩‍👩‍👧 日本',
      '</pre></td></table><style>*{}</style>',
    ),
  );
  const status = fc.constantFrom('succeeded' as const, 'unchanged' as const, 'failed' as const, 'cancelled' as const);

  /** Every kind, with texts from outside wherever one can come in. */
  const payload: fc.Arbitrary<Payload> = fc
    .record({ a: text, b: text, c: text, d: fc.option(text), status, n: fc.nat(), isRestored: fc.boolean() })
    .chain(({ a, b, c, d, status, n, isRestored }) => {
      const check = { name: a, says: b, status: 'failed', failing: n, rows: [{ [a]: b, [b]: c, [c]: d }] } as const;
      const summary = runSummary({
        status,
        checks: [check],
        tables: { [a]: { rows: n, change: -n } },
        exports: [{ uri: b, files: n, bytes: n }],
        error: { code: 'lake.missing', message: c },
      });
      const state = runAfter(
        { type: 'step', step: 'extract', state: 'finished', seconds: 1, note: a },
        { type: 'reject', object: a, line: 1, reason: b },
        { type: 'check', check },
      );
      const kinds: Payload[] = [
        resultPayload(['x VARCHAR'], [[d]], { name: a, effects: [b], columns: [{ name: c, type: b }] }),
        resultPayload(['explain_key VARCHAR', 'explain_value VARCHAR'], [[a, b]]),
        runPayload({ warnings: [a, b], state }),
        runPayload({ warnings: [c], state, summary }),
        runPayload({ plan: { steps: [{ name: 'extract', does: a, details: [b, c] }] } }),
        errorPayload({ message: a, excerpt: b, position: { line: 1, column: 3 } }),
        { version: 1, kind: 'text', text: a },
      ];
      return fc.constantFrom(
        ...kinds.map(each => (isRestored ? { ...each, restored: { madeAtMs: n, key: a } } : each)),
      );
    });

  it('puts no text from outside where markup is read', () => {
    const ours =
      /<\/?(?:div|p|pre|em|strong|small|code|ul|li|dl|dt|dd|table|thead|tbody|tr|details|summary|br|progress|td|th)(?: (?:scope="(?:col|row)"|dir="auto"|style="text-align:(?:left|right)"|value="[\d.]+"|open))*>/g;
    fc.assert(
      fc.property(payload, shown => {
        const rest = htmlOf(shown).replaceAll(ours, '');
        assert.doesNotMatch(rest, /[<>"']/);
        assert.doesNotMatch(rest.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, ''), /&/);
      }),
      { numRuns: 500 },
    );
  });

  it('loses no text on its way into HTML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', minLength: 1 }), cell => {
        const printable = cell.replaceAll(/[^\x20-\x7e]/g, '.');
        const [, shown] = /<td[^>]*>(.*)<\/td>/.exec(htmlOf(resultPayload(['t VARCHAR'], [[printable]])))!;
        const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
        assert.equal(
          shown!.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!),
          printable,
        );
      }),
    );
  });

  it('sends no control letter but line ends of its own, and no letter that turns the text around', () => {
    fc.assert(
      fc.property(payload, shown => {
        if (shown.kind === 'text') return;
        for (const told of [textOf(shown), htmlOf(shown)]) {
          assert.doesNotMatch(told.replaceAll('\n', ''), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        }
      }),
    );
  });

  it('does not leave the fence that holds it', () => {
    const told = markdownOf({ version: 1, kind: 'text', text: '```\n# out\n````' });
    assert.equal(told, '`````text\n```\n# out\n````\n`````\n');
  });
});
