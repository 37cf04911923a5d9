import assert from 'node:assert/strict';
import { bytes, count, counted, duration, milliseconds, moment, signed } from '../../../src/base/quantity.ts';

describe('quantities', () => {
  it('groups large numbers', () => {
    assert.equal(count(385252), '385,252');
    assert.equal(counted(1, 'object'), '1 object');
    assert.equal(counted(0, 'object'), '0 objects');
    assert.equal(counted(2, 'entry', 'entries'), '2 entries');
  });

  it('signs a change, and is silent where there is none', () => {
    assert.deepEqual([1200, -3, 0].map(signed), ['+1,200', '-3', '']);
  });

  it('says sizes in decimal units', () => {
    const sizes = {
      0: '0 B',
      999: '999 B',
      1000: '1.0 KB',
      1500000: '1.5 MB',
      250e6: '250 MB',
      3e9: '3.0 GB',
      5e15: '5000 TB',
    };
    for (const [size, said] of Object.entries(sizes)) assert.equal(bytes(Number(size)), said);
  });

  it('says times in the two largest units', () => {
    const times = {
      0: '0.0 s',
      0.44: '0.4 s',
      9.96: '10 s',
      59.6: '1 min',
      185: '3 min 5 s',
      3600: '1 h',
      7259: '2 h',
      7319: '2 h 1 min',
    };
    for (const [seconds, said] of Object.entries(times)) assert.equal(duration(Number(seconds)), said, `of ${seconds}`);
  });

  it('says short times in milliseconds, and moments in UTC', () => {
    assert.deepEqual([0.4, 38.2, 999.4, 999.6, 61_000].map(milliseconds), [
      '0 ms',
      '38 ms',
      '999 ms',
      '1.0 s',
      '1 min 1 s',
    ]);
    assert.equal(moment(Date.UTC(2018, 10, 12, 14, 3, 59)), '2018-11-12 14:03 UTC');
  });
});
