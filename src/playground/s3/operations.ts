import { type Answer, S3Refusal } from './answer.ts';
import { createBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts';
import type { Call } from './call.ts';
import { listObjects, listObjectsV2 } from './listing.ts';
import * as multipart from './multipart.ts';
import { copyObject, deleteObject, deleteObjects, getObject, putObject } from './objects.ts';
import type { Service } from './service.ts';

export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly on: 'service' | 'bucket' | 'object';
  /** A parameter of the query that makes it this operation. */
  readonly query?: string;
  /** A header that makes it this operation. */
  readonly header?: string;
  readonly answer: (call: Call, service: Service, body: Buffer) => Answer;
}

/** The first that fits is meant. */
const operations: readonly Operation[] = [
  { name: 'ListBuckets', method: 'GET', on: 'service', answer: listBuckets },
  { name: 'HeadBucket', method: 'HEAD', on: 'bucket', answer: headBucket },
  { name: 'CreateBucket', method: 'PUT', on: 'bucket', answer: createBucket },
  { name: 'GetBucketLocation', method: 'GET', on: 'bucket', query: 'location', answer: getBucketLocation },
  {
    name: 'ListMultipartUploads',
    method: 'GET',
    on: 'bucket',
    query: 'uploads',
    answer: multipart.listMultipartUploads,
  },
  { name: 'ListObjectsV2', method: 'GET', on: 'bucket', query: 'list-type', answer: listObjectsV2 },
  { name: 'ListObjects', method: 'GET', on: 'bucket', answer: listObjects },
  { name: 'DeleteObjects', method: 'POST', on: 'bucket', query: 'delete', answer: deleteObjects },
  { name: 'ListParts', method: 'GET', on: 'object', query: 'uploadId', answer: multipart.listParts },
  { name: 'GetObject', method: 'GET', on: 'object', answer: getObject },
  { name: 'HeadObject', method: 'HEAD', on: 'object', answer: getObject },
  {
    name: 'UploadPartCopy',
    method: 'PUT',
    on: 'object',
    query: 'uploadId',
    header: 'x-amz-copy-source',
    answer: refuse,
  },
  { name: 'UploadPart', method: 'PUT', on: 'object', query: 'uploadId', answer: multipart.uploadPart },
  { name: 'CopyObject', method: 'PUT', on: 'object', header: 'x-amz-copy-source', answer: copyObject },
  { name: 'PutObject', method: 'PUT', on: 'object', answer: putObject },
  {
    name: 'CreateMultipartUpload',
    method: 'POST',
    on: 'object',
    query: 'uploads',
    answer: multipart.createMultipartUpload,
  },
  {
    name: 'CompleteMultipartUpload',
    method: 'POST',
    on: 'object',
    query: 'uploadId',
    answer: multipart.completeMultipartUpload,
  },
  {
    name: 'AbortMultipartUpload',
    method: 'DELETE',
    on: 'object',
    query: 'uploadId',
    answer: multipart.abortMultipartUpload,
  },
  { name: 'DeleteObject', method: 'DELETE', on: 'object', answer: deleteObject },
];

/** Parameters that ask for something this server does not have; without this list they would read as another operation. */
const unknownResources = new Set(
  (
    'accelerate acl analytics attributes cors encryption intelligent-tiering inventory legal-hold lifecycle logging ' +
    'metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock replication ' +
    'requestPayment restore retention select tagging torrent versioning versions versionId website'
  ).split(' '),
);

/** Anyone may do these where a bucket may be read without credentials. */
export const readingOperations: ReadonlySet<string> = new Set(
  operations.filter(({ method }) => method === 'GET' || method === 'HEAD').map(({ name }) => name),
);

const notImplemented: Operation = {
  name: 'NotImplemented',
  method: '*',
  on: 'service',
  answer: refuse,
};

function refuse(call: Call): never {
  const asked = [call.method, ...call.query.keys()].join(' ');
  throw new S3Refusal(501, 'NotImplemented', `This server does not know this operation: ${asked}.`);
}

export function operationOf(call: Call): Operation {
  const on = call.bucket === '' ? 'service' : call.key === '' ? 'bucket' : 'object';
  for (const name of call.query.keys()) if (unknownResources.has(name)) return notImplemented;
  const found = operations.find(
    ({ method, on: where, query, header }) =>
      method === call.method &&
      where === on &&
      (query === undefined || call.query.has(query)) &&
      (header === undefined || call.headers[header] !== undefined),
  );
  return found ?? notImplemented;
}
