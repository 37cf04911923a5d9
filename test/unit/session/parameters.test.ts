import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Parameters, settingOf } from '../../../src/session/sparkify/parameters.ts';
import { failsWith } from '../../support/lakes.ts';

const read = (written: string) => settingOf(`x = ${written}`).value;

describe('parameters', () => {
  it('are what they look like, and text where they look like nothing else or stand in quotes', () => {
    const values = {
      15: 15n,
      '-1.5': -1.5,
      true: true,
      null: null,
      "'15'": '15',
      '"15"': '15',
      "'it''s'": "it's",
      "''": '',
      'New York': 'New York',
      '2018-11-12': '2018-11-12',
      'a = b': 'a = b',
    };
    for (const [written, value] of Object.entries(values)) assert.equal(read(written), value, written);
  });

  it('may be any text, once it is quoted', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom("'", '"'), (text, quote) => {
        fc.pre(!/[\r\n]/.test(text));
        assert.equal(read(quote + text.replaceAll(quote, quote + quote) + quote), text);
      }),
    ));

  it('are set, listed and unset by name, whatever its case', () => {
    const parameters = new Parameters();
    assert.match(parameters.run('set'), /No parameter is set/);
    assert.equal(parameters.run('set user = 15'), 'user = 15');
    assert.equal(parameters.run("  set Level='paid'"), "Level = 'paid'");
    assert.equal(parameters.run('set USER = 16'), 'USER = 16');
    assert.equal(parameters.run('set'), "Level = 'paid'\nUSER = 16");
    assert.equal(parameters.get('user')?.value, 16n);
    assert.equal(parameters.run('unset user, level'), 'user, level no longer set');
    assert.deepEqual(parameters.all, []);
  });

  it('that are written wrongly are refused, and nothing is unset', () => {
    const parameters = new Parameters();
    parameters.run('set level = paid');
    const wrong: [string, RegExp][] = [
      ['set level', /set level wants a value/],
      ['set level =', /set level wants a value/],
      ['set 1st = 2', /begins with no digit/],
      ['set a-b = 2', /letters, digits and _/],
      ['set = 2', /letters, digits and _/],
      ["set x = 'a' b'", /does not end where its quotes do/],
      ["set x = '", /does not end where its quotes do/],
      ['unset', /wants the name/],
      ['unset level levle', /no parameter levle to unset. Did you mean level\?/],
    ];
    for (const [line, sentence] of wrong) {
      assert.throws(() => parameters.run(line), failsWith('usage.option', sentence), line);
    }
    assert.equal(parameters.run('set'), 'level = paid');
  });
});
