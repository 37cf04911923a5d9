import assert from 'node:assert/strict';
import { hiding } from '../../../src/session/hiding.ts';

describe('what the environment keeps secret', () => {
  it('is taken out of whatever is told, and nothing else is', () => {
    const hide = hiding({ AWS_SECRET_ACCESS_KEY: 'secret+key/1', AWS_SESSION_TOKEN: 'x', AWS_REGION: 'eu-central-1' });
    const at = new Date(0);
    assert.deepEqual(
      hide({ message: 'with secret+key/1, in eu-central-1', rows: [['a secret+key/1'], 5, null], at, x: 'x' }),
      { message: 'with •••, in eu-central-1', rows: [['a •••'], 5, null], at, x: 'x' },
    );
  });

  it('costs nothing where there is none', () => {
    const told = { message: 'as it is' };
    assert.equal(hiding({ PATH: '/usr/bin' })(told), told);
  });

  it('is neither what opens a playground, nor a word that names a user', () => {
    const told = 'The playground of minioadmin opens with playground-secret; hunter42 opens more.';
    const atPlay = { AWS_ACCESS_KEY_ID: 'playground', AWS_SECRET_ACCESS_KEY: 'playground-secret' };
    assert.equal(hiding(atPlay)(told), told);
    const own = { AWS_ACCESS_KEY_ID: 'minioadmin', AWS_SECRET_ACCESS_KEY: 'hunter42' };
    assert.equal(hiding(own)(told), told.replace('hunter42', '•••'));
  });
});
