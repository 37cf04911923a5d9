import assert from 'node:assert/strict';
import { isSparkifyError } from '../../../src/base/errors.ts';
import { type Doing, tellFault } from '../../../src/lake/errors.ts';
import { Fault, type FaultDetails, type FaultKind } from '../../../src/lake/fault.ts';
import { GivenUp, remedies } from '../../../src/lake/retry.ts';

const doing: Doing = {
  action: 's3:GetObject',
  bucket: 'lake',
  key: 'song_data/TRA.json',
  failed: 'song_data/TRA.json could not be read',
  code: 'lake.read',
  host: 'localhost:9000',
  region: 'us-east-1',
  access: 'profile analytics',
};

function told(kind: FaultKind, details: FaultDetails = {}, change: Partial<Doing> = {}, reason = 'the reason') {
  const error = tellFault(new Fault(kind, reason, details), { ...doing, ...change });
  assert.ok(isSparkifyError(error));
  return { code: error.code, sentence: error.message };
}

describe('the errors of a lake', () => {
  it('name the bucket that does not exist, and where it was looked for', () => {
    const { code, sentence } = told('noBucket');
    assert.equal(code, 'lake.missing');
    assert.match(sentence, /bucket lake does not exist at localhost:9000/);
  });

  it('name the action, the resource and the kind of credentials that were refused', () => {
    const { code, sentence } = told('denied');
    assert.equal(code, 'lake.denied');
    assert.match(sentence, /\(profile analytics\) may not do s3:GetObject on arn:aws:s3:::lake\/song_data\/TRA.json/);
    assert.match(
      told('denied', {}, { access: 'anonymous', key: undefined, action: 's3:ListBucket' }).sentence,
      /refuses s3:ListBucket on arn:aws:s3:::lake to anonymous access/,
    );
  });

  it('say how to renew or correct credentials, by their kind', () => {
    assert.deepEqual(told('expired').code, 'lake.credentials');
    assert.match(told('expired').sentence, /profile analytics\) have expired.*aws sso login --profile analytics/);
    assert.match(told('expired', {}, { access: 'environment' }).sentence, /Set the AWS_\* variables anew/);
    assert.match(told('expired', {}, { access: 'dl.cfg' }).sentence, /new keys into dl.cfg/);
    assert.match(
      told('badCredentials', { code: 'InvalidAccessKeyId' }, { access: 'environment' }).sentence,
      /InvalidAccessKeyId.*Check AWS_ACCESS_KEY_ID/,
    );
    assert.match(
      told('badCredentials', { code: 'SignatureDoesNotMatch' }, { access: 'dwh.cfg' }).sentence,
      /Check the keys of dwh.cfg/,
    );
  });

  it('name the region the bucket lives in', () => {
    assert.deepEqual(told('elsewhere', { region: 'eu-west-1' }), {
      code: 'lake.region',
      sentence: 'The bucket lake lives in eu-west-1, not in us-east-1. Give --region eu-west-1.',
    });
  });

  it('name host and port of an endpoint that cannot be reached, and why', () => {
    for (const kind of ['refused', 'unknownHost', 'untrusted', 'garbled'] as const) {
      const { code, sentence } = told(kind);
      assert.equal(code, 'lake.unreachable');
      assert.match(sentence, /localhost:9000/);
    }
  });

  it('name the object, the number of attempts and the last reason when they give up', () => {
    const error = tellFault(new GivenUp(new Fault('busy', 'the store answered 503 SlowDown'), 10), doing);
    assert.ok(isSparkifyError(error));
    assert.equal(error.code, 'lake.read');
    assert.equal(
      error.message,
      'song_data/TRA.json could not be read after 10 attempts: the store answered 503 SlowDown.',
    );
  });

  it('are sentences, whatever the fault', () => {
    for (const kind of Object.keys(remedies) as FaultKind[])
      assert.match(told(kind).sentence, /^[A-Za-z].*[.)]$/, kind);
  });

  it('leave what is not a fault of the store as it is', () => {
    const bug = new Error('a bug');
    assert.equal(tellFault(bug, doing), bug);
  });
});
