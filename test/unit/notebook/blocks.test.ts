import assert from 'node:assert/strict';
import { BlockScanner } from '../../../src/notebook/blocks.ts';

/** The lines, from 1, that open a fence at top level. */
function openings(text: string): number[] {
  const scanner = new BlockScanner();
  return text.split('\n').flatMap((line, at) => (scanner.take(line) === 'opening' ? [at + 1] : []));
}

/** Each says which of its lines open a fence at top level, as CommonMark's reference implementation finds them. */
const cases: readonly (readonly [what: string, text: string, opening: readonly number[]])[] = [
  ['a fence', '```sql\n```', [1]],
  ['an indented fence', '   ```sql\n   ```', [1]],
  ['four spaces', '    ```sql\n    ```', []],
  ['four spaces that go on with a paragraph', 'a\n    ```sql', []],
  ['a tab', '\t```sql', []],
  ['a fence within a paragraph', 'a\n```sql', [2]],
  ['two backticks', '``sql\n``', []],
  ['backticks on the line of a fence', '``` a`b', []],
  ['tildes, whatever stands on their line', '~~~ a`b~', [1]],
  ['a shorter fence in a longer one', '````\n```sql\n```\n````\n```sql', [1, 5]],
  ['a closing fence that says something', '```\n``` sql\n```\n```', [1, 4]],
  ['a closing fence indented by four', '```\n    ```\n```\n```', [1, 4]],
  ['tildes in backticks', '```\n~~~\n```\n~~~', [1, 4]],
  ['a fence in a list', '- a\n\n  ```sql\n  ```', []],
  ['a fence on the line of a list', '- ```sql\n  ```', []],
  ['a fence that ends a list', '- a\n ```sql', [2]],
  ['a fence in a list of numbers', '10) a\n\n    ```sql', []],
  ['a fence that is not far enough in', '10) a\n\n   ```sql', [3]],
  ['a list that a blank line ends before it says anything', '-\n\n  ```sql', [3]],
  ['a list that says something after its own line', '-\n  a\n\n  ```sql', []],
  ['no list, for want of a space', '-a\n  ```sql', [2]],
  ['no list, for it does not count from one within a paragraph', 'a\n2. b\n   ```sql', [3]],
  ['a list that breaks into a paragraph', 'a\n1. b\n   ```sql', []],
  ['no list, but a rule', '- - -\n  ```sql', [2]],
  ['lists in lists', '- - a\n\n    ```sql\n  ```', []],
  ['a list after a tab', '-\ta\n\n    ```sql', []],
  ['a quote', '> ```sql\n> ```', []],
  ['a fence after a quote', '> a\n```sql', [2]],
  ['a fence that a quote leaves open', '> ```\n```sql', [2]],
  ['a list in a quote', '> - a\n  ```sql', [2]],
  ['a comment over lines', '<!--\n```sql\n-->\n```sql', [4]],
  ['a comment on one line', '<!-- a -->\n```sql', [2]],
  ['a comment in a list', '- <!--\n```sql', [2]],
  ['preformatted HTML, over blank lines', '<pre>\n\n```sql\n\n</pre>\n```sql', [6]],
  ['a block of HTML, up to a blank line', '<div>\n```sql\n\n```sql', [4]],
  ['details around a fence', '<details>\n\n```sql\n```\n\n</details>', [3]],
  ['a tag of any name', '<sparkify-note a="b">\n```sql', []],
  ['a tag of any name within a paragraph', 'a\n<sparkify-note>\n```sql', [3]],
  ['a tag of any name after a heading', 'a\n===\n<sparkify-note>\n```sql', []],
  ['a tag that is not alone', '<b> a\n```sql', [2]],
  ['a declaration, processing, CDATA', '<!A\n```\n>\n<?a\n```\n?>\n<![CDATA[\n```\n]]>\n```', [10]],
  ['a space that is none to Markdown', '\u00a0```sql', []],
];

describe('fences at top level', () => {
  for (const [what, text, expected] of cases) {
    it(`are told apart: ${what}`, () => assert.deepEqual(openings(text), expected));
  }
});
