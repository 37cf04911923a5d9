import { MemoryStore } from '../store/memory.ts';
import { type Answer, S3Refusal, xmlAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { type Service, storeOf } from './service.ts';

export function listBuckets(_call: Call, { buckets }: Service): Answer {
  const names = [...buckets.keys()].sort();
  return xmlAnswer('ListAllMyBucketsResult', [
    ['Owner', [['ID', 'playground']]],
    [
      'Buckets',
      names.map(name => [
        'Bucket',
        [
          ['Name', name],
          ['CreationDate', '2018-11-01T00:00:00.000Z'],
        ],
      ]),
    ],
  ]);
}

export function headBucket(call: Call, service: Service): Answer {
  storeOf(service, call);
  return { status: 200, headers: { 'x-amz-bucket-region': service.region } };
}

export function getBucketLocation(call: Call, service: Service): Answer {
  storeOf(service, call);
  // The first region of S3 goes by no name here.
  return xmlAnswer('LocationConstraint', service.region === 'us-east-1' ? '' : service.region);
}

export function createBucket({ bucket }: Call, { buckets, now }: Service): Answer {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new S3Refusal(400, 'InvalidBucketName', 'The specified bucket is not valid.');
  }
  if (buckets.has(bucket)) {
    throw new S3Refusal(409, 'BucketAlreadyOwnedByYou', 'The bucket you tried to create exists, and you own it.');
  }
  buckets.set(bucket, new MemoryStore(now));
  return { status: 200, headers: { location: `/${bucket}` } };
}
