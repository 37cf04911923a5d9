import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Answers, answersFrom } from '../../support/teaching-answers.ts';
import { teachingSubset } from '../../support/teaching-subset.ts';

describe('the teaching subset', function () {
  this.timeout(60_000);

  it('gives its known answers', async function () {
    assertKnown(await answersFrom(teachingSubset(this)));
  });

  it('gives the same answers on a machine in Los Angeles', async function () {
    const script = fileURLToPath(new URL('../../support/teaching-answers.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, teachingSubset(this)], {
      env: { ...process.env, TZ: 'America/Los_Angeles' },
    });
    assertKnown(JSON.parse(stdout));
  });
});

function assertKnown(answers: Answers): void {
  const plays = (name: keyof Answers) => answers[name].map(row => row.at(-1));
  assert.deepEqual(answers.rows, [[71, 8056, 6820, 71, 69, 97, 6813]]);
  assert.deepEqual(answers.matched, [
    ['SOZCTXZ12AB0182364', 'AR5KOSW1187FB35FF4', 15, 818, '2018-11-21 21:56:47.796+00'],
  ]);
  assert.deepEqual(answers.usersByLevel, [
    ['free', 75],
    ['paid', 22],
  ]);
  assert.deepEqual(
    answers.changedLevel,
    [15, 16, 29, 36, 49, 80, 85, 88].map(user => [user, 'paid']),
  );
  assert.deepEqual(answers.firstAndLast, [['2018-11-01 21:01:46.796+00', '2018-11-30 19:54:24.796+00']]);
  assert.deepEqual(answers.byLevel, [
    ['free', 1229],
    ['paid', 5591],
  ]);
  assert.deepEqual(plays('byWeekday'), [1014, 1071, 1364, 1052, 1295, 628, 396]);
  assert.deepEqual(answers.byWeek, [
    [44, 410],
    [45, 1257],
    [46, 1958],
    [47, 1711],
    [48, 1484],
  ]);
  const byHour = plays('byHour') as number[];
  assert.deepEqual(
    [0, 3, 16, 17, 18, 23].map(hour => byHour[hour]),
    [155, 109, 542, 494, 498, 201],
  );
  assert.deepEqual([Math.min(...byHour), Math.max(...byHour)], [109, 542]);
  assert.deepEqual(answers.byUser, [
    [49, 689],
    [80, 665],
    [97, 557],
    [15, 463],
    [44, 397],
  ]);
  assert.deepEqual(answers.byArtist, [
    ['Coldplay', 58],
    ['Kings Of Leon', 55],
    ['Dwight Yoakam', 38],
  ]);
  const [[first], [second], [third]] = answers.byLocation as [[string], [string], [string]];
  assert.match(first, /^San Francisco/);
  assert.match(second, /^Portland.*ME/);
  assert.match(third, /^Lansing/);
  assert.deepEqual(plays('byLocation'), [691, 665, 557]);
  assert.deepEqual(answers.sums, [['10519750989444720', '372926', '4086420', '155231']]);
  assert.deepEqual(plays('momentsByWeekday'), [1014, 1070, 1361, 1051, 1294, 627, 396]);
}
