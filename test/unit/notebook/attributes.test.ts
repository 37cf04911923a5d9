import assert from 'node:assert/strict';
import fc from 'fast-check';
import { attributesText, readAttributes } from '../../../src/notebook/attributes.ts';
import { attributes, runs } from './nasty.ts';

const readAs = (text: string) => readAttributes(text, { line: 1, column: 1 }, new Map());

describe('the attributes of a cell', () => {
  it('are read as they were written, whatever their values', () =>
    fc.assert(
      fc.property(attributes, given => {
        const text = attributesText(given);
        assert.doesNotMatch(text, /`|\p{Cc}/u);
        assert.deepEqual(readAs(text), given);
      }),
      runs,
    ));

  it('are bare where they can be, and else in single quotes', () => {
    assert.equal(
      attributesText({ name: 'top_songs', a: '1.5', b: '', c: 'x y', d: "it's" }),
      ` name=top_songs a=1.5 b='' c='x y' d='it\\u0027s'`,
    );
  });

  it('let JSON mean what it means', () => {
    for (const json of [`{"a":"it\\u0027s"}`, '{"a":"\\u0022\\n\\\\u"}']) {
      assert.deepEqual(JSON.parse(readAs(` chart='${json}'`).chart!), JSON.parse(json));
    }
  });

  it('take no escape for one that is none', () => {
    assert.deepEqual(readAs(String.raw` a='\u{110000} \u{} \u{g} \u0026 \n'`), {
      a: String.raw`\u{110000} \u{} \u{g} \u0026 \n`,
    });
  });
});
