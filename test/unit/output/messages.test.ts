import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FromRenderer, readFromRenderer } from '../../../src/output/messages.ts';

describe('a message from a renderer', () => {
  const whole: FromRenderer[] = [
    { type: 'page', request: 'a1', result: 'r1', offset: 200, limit: 200 },
    { type: 'openRejects', warehouse: '/w.duckdb', run: 3 },
    { type: 'runAgain', output: 'r1' },
    { type: 'openLog' },
  ];

  it('is read where it is whole, and holds nothing more', () => {
    for (const message of whole) assert.deepEqual(readFromRenderer({ ...message, more: 'x' }), message);
  });

  it('is refused with a part missing, or of another type', () => {
    for (const message of whole) {
      for (const part of Object.keys(message)) {
        for (const wrong of [undefined, null, {}, -1, 0.5, Number.NaN]) {
          assert.equal(readFromRenderer({ ...message, [part]: wrong }), undefined, `${part} is ${wrong}`);
        }
      }
    }
  });

  it('is never thrown at, whatever comes', () => {
    fc.assert(fc.property(fc.anything(), message => readFromRenderer(message) === undefined));
  });
});
