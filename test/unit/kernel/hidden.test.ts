import assert from 'node:assert/strict';
import { Hidden } from '../../../src/kernel/hidden.ts';

describe('a line for the log', () => {
  it('holds no secret that was handed over, whatever it looks like', () => {
    const hidden = new Hidden();
    hidden.learn({ AWS_SECRET_ACCESS_KEY: 'a+b/c.(d)*', AWS_SESSION_TOKEN: '$& token', AWS_REGION: 'eu-north-1' });
    hidden.learn({ aws_access_key_id: 'AKIA0000' });
    assert.equal(
      hidden.in('a+b/c.(d)* twice: a+b/c.(d)*, then $& token, AKIA0000 in eu-north-1'),
      '••• twice: •••, then •••, ••• in eu-north-1',
    );
  });

  it('holds no rest of a secret of which another is a part', () => {
    const hidden = new Hidden();
    hidden.learn({ A_TOKEN: 'one-secret', B_TOKEN: 'one-secret-of-more' });
    assert.equal(hidden.in('one-secret-of-more one-secret'), '••• •••');
  });

  it('stays as it is where a value is missing, empty or too short to be a secret', () => {
    const hidden = new Hidden();
    hidden.learn({ AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: undefined, SOME_TOKEN: 'on' });
    assert.equal(hidden.in('The extension is on.'), 'The extension is on.');
  });
});
