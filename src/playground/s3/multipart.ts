import { createHash, randomUUID } from 'node:crypto';
import { md5Hex } from '../digests.ts';
import { type Answer, S3Refusal, xmlAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { attributesIn, checkWriteConditions } from './objects.ts';
import { type Service, storeOf } from './service.ts';
import type { Part, Upload } from './uploads.ts';
import { textsOf, unescapeXml } from './xml.ts';

const smallestPartBytes = 5 * 1024 * 1024;
const mostParts = 10_000;

export function createMultipartUpload(call: Call, service: Service): Answer {
  storeOf(service, call);
  const { bucket, key } = call;
  const id = randomUUID();
  service.uploads.begin({
    id,
    bucket,
    key,
    attributes: attributesIn(call),
    startedMs: service.now(),
    parts: new Map(),
  });
  return xmlAnswer('InitiateMultipartUploadResult', [
    ['Bucket', bucket],
    ['Key', key],
    ['UploadId', id],
  ]);
}

export function uploadPart(call: Call, service: Service, body: Buffer): Answer {
  const upload = uploadOf(call, service);
  const number = Number(call.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > mostParts) {
    throw new S3Refusal(400, 'InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  }
  const etag = md5Hex(body);
  upload.parts.set(number, { number, body, etag });
  return { status: 200, headers: { etag: `"${etag}"` } };
}

export function completeMultipartUpload(call: Call, service: Service, body: Buffer): Answer {
  const upload = uploadOf(call, service);
  const store = storeOf(service, call);
  const parts = partsNamedIn(body.toString(), upload);
  checkWriteConditions(call, store.get(call.key));
  const digest = createHash('md5');
  for (const part of parts) digest.update(part.etag, 'hex');
  const etag = `${digest.digest('hex')}-${parts.length}`;
  store.put(call.key, Buffer.concat(parts.map(part => part.body)), upload.attributes, etag);
  service.uploads.end(upload);
  return xmlAnswer('CompleteMultipartUploadResult', [
    ['Bucket', call.bucket],
    ['Key', call.key],
    ['ETag', `"${etag}"`],
  ]);
}

export function abortMultipartUpload(call: Call, service: Service): Answer {
  service.uploads.end(uploadOf(call, service));
  return { status: 204, headers: {} };
}

export function listParts(call: Call, service: Service): Answer {
  const upload = uploadOf(call, service);
  const parts = [...upload.parts.values()].sort((a, b) => a.number - b.number);
  return xmlAnswer('ListPartsResult', [
    ['Bucket', upload.bucket],
    ['Key', upload.key],
    ['UploadId', upload.id],
    ['IsTruncated', false],
    ...parts.map(
      ({ number, etag, body }) =>
        [
          'Part',
          [
            ['PartNumber', number],
            ['ETag', `"${etag}"`],
            ['Size', body.length],
          ],
        ] as const,
    ),
  ]);
}

export function listMultipartUploads(call: Call, service: Service): Answer {
  storeOf(service, call);
  return xmlAnswer('ListMultipartUploadsResult', [
    ['Bucket', call.bucket],
    ['IsTruncated', false],
    ...service.uploads.of(call.bucket).map(
      ({ key, id, startedMs }) =>
        [
          'Upload',
          [
            ['Key', key],
            ['UploadId', id],
            ['Initiated', new Date(startedMs).toISOString()],
          ],
        ] as const,
    ),
  ]);
}

const uploadOf = ({ query, bucket, key }: Call, { uploads }: Service): Upload =>
  uploads.find(query.get('uploadId') ?? '', bucket, key);

function partsNamedIn(xml: string, upload: Upload): Part[] {
  const named = textsOf(xml, 'Part').map(part => ({
    number: Number(textsOf(part, 'PartNumber')[0]),
    etag: unescapeXml(textsOf(part, 'ETag')[0] ?? '').replaceAll('"', ''),
  }));
  if (named.length === 0) throw new S3Refusal(400, 'MalformedXML', 'The XML you provided was not well-formed.');
  if (named.some(({ number }, at) => at > 0 && number <= named[at - 1]!.number)) {
    throw new S3Refusal(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  const parts = named.map(({ number, etag }) => {
    const part = upload.parts.get(number);
    if (part?.etag === etag) return part;
    throw new S3Refusal(400, 'InvalidPart', `Part ${number} could not be found, or its ETag does not match.`);
  });
  if (parts.slice(0, -1).some(part => part.body.length < smallestPartBytes)) {
    throw new S3Refusal(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed object size.');
  }
  return parts;
}
