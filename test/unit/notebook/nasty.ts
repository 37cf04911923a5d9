import fc from 'fast-check';
import type { Cell, CodeCell, MarkdownCell } from '../../../src/notebook/notebook.ts';

/** How often a property is tried; more by hand: `NOTEBOOK_RUNS=20000`. */
export const runs = { numRuns: Number(process.env.NOTEBOOK_RUNS ?? 300) };

const heads = [
  '',
  '',
  '',
  ' ',
  '   ',
  '    ',
  '\t',
  ' \t',
  '> ',
  '>',
  '- ',
  '-   ',
  '1. ',
  '2) ',
  '  ',
  '*',
  '-\t',
  '\u00a0',
  '\uFEFF',
  '\f',
];
const marks = [
  '',
  '```',
  '````',
  '`````````',
  '~~~',
  '~~~~',
  '``',
  '---',
  '===',
  '...',
  '***',
  '-',
  '+',
  '3.',
  '#',
  '# x',
  '<!--',
  '-->',
  '<!-- x -->',
  '<!-->',
  '<!-- cell -->',
  '<!--cell-->',
  '<!-- \\cell -->',
  '<!--\t\\\\cell -->  ',
  '<pre>',
  '</pre>',
  '<script src=x>',
  '<?php',
  '?>',
  '<!DOCTYPE',
  '<![CDATA[',
  ']]>',
  '<div>',
  '</div>',
  '<details open>',
  '<foo-bar a="b">',
  '</x>',
  '<a> text',
  '[foo]: /url "t"',
  'title: x',
  'text',
  'a `b` c',
  '\\',
  '|a|b|',
  '\0',
  '🎧',
  '\ud83c',
  '\u2028',
];
const infos = [
  '',
  '',
  'sql',
  'sql',
  ' sql',
  'sparkify',
  '\tsparkify ',
  'SQL',
  'sqlx',
  'python',
  'sql name=top_songs chart=\'{"mark":"bar"}\'',
  'sparkify name=a  other=1 ',
  "sql x='it\\u0027s \\u{60}'",
  'sql `x`',
  'sql a',
  'sql a= ',
  "sql a='b",
  'sql\u00a0x',
  ' ',
];

const line = fc
  .tuple(fc.constantFrom(...heads), fc.constantFrom(...heads), fc.constantFrom(...marks), fc.constantFrom(...infos))
  .map(parts => parts.join(''));
/** What is most often near a cell, so that cells come about. */
const likely = fc.constantFrom(
  '```',
  '```sql',
  '```',
  '```sparkify name=b',
  '',
  '',
  '<!-- cell -->',
  '- a',
  '  ```sql',
  '> ```sql',
  'SELECT 1',
  '---',
  '```sql\nSELECT 1\n```',
  '\n```sql\n\n```\n',
);
export const nastyLine = fc.oneof(
  { weight: 2, arbitrary: line },
  { weight: 3, arbitrary: likely },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);

const eol = fc.oneof(
  { weight: 12, arbitrary: fc.constant('\n') },
  { weight: 2, arbitrary: fc.constant('\r\n') },
  { weight: 1, arbitrary: fc.constant('\r') },
);

/** Lines in any order, with endings of one sort or of all. */
export const nastyText = fc
  .tuple(
    fc.constantFrom('', '', '', '\uFEFF', '---\ntitle: x\n---\n', '---\n', '\uFEFF---\na:\n- b\n...\n\n'),
    fc.array(nastyLine, { maxLength: 14 }),
    fc
      .oneof(
        eol.map(one => fc.constant(one)),
        fc.constant(eol),
      )
      .chain(ending => fc.array(ending, { minLength: 15, maxLength: 15 })),
    fc.boolean(),
  )
  .map(([head, lines, endings, isEnded]) => {
    const body = lines.map((text, at) => text + (isEnded || at < lines.length - 1 ? endings[at] : '')).join('');
    return head + body;
  });

/** As an editor holds a text: \n alone breaks lines. */
const editorText = fc.array(nastyLine, { maxLength: 6 }).map(lines =>
  lines
    .join('\n')
    .replaceAll(/\r\n?/g, '\n')
    .replace(/^\uFEFF+/, ''),
);

const attributeName = fc.constantFrom('chart', 'x', 'Title', 'data-a.b', 'constructor', 'toString', 'y2');
const attributeValue = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    "it's",
    '`',
    '\\u0027',
    '\\u{27}',
    '\\',
    "\\'",
    '\n',
    '{"a":"\\u0022"}',
    'a b',
    '"',
    '\ud83c',
    '🎧',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(...`\\u{}0027'\`5c `), maxLength: 12 }),
);

export const attributes = fc.dictionary(attributeName, attributeValue, { maxKeys: 3, noNullPrototype: true });

export const markdownCell: fc.Arbitrary<MarkdownCell> = editorText.map(text => ({ kind: 'markdown', text }));
export const codeCell: fc.Arbitrary<CodeCell> = fc
  .tuple(fc.constantFrom('sql' as const, 'sparkify' as const), editorText, attributes)
  .map(([language, text, said]) => ({ kind: 'code', language, text, attributes: said }));

const named = (cells: readonly Cell[], names: readonly boolean[]): Cell[] =>
  cells.map((cell, at) =>
    cell.kind === 'code' && names[at] ? { ...cell, attributes: { name: `cell_${at}`, ...cell.attributes } } : cell,
  );

/** As somebody made it in an editor. */
export const madeCells: fc.Arbitrary<readonly Cell[]> = fc
  .tuple(
    fc.array(fc.oneof(markdownCell, codeCell), { maxLength: 6 }),
    fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  )
  .map(([cells, names]) => named(cells, names));
