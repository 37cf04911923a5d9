import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { PlaygroundProcess } from '../../support/playground.ts';

/** Amazon's own client, which asks once. */
export const clientOf = (playground: PlaygroundProcess, more: S3ClientConfig = {}): S3Client =>
  new S3Client({
    endpoint: playground.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: playground.credentials,
    maxAttempts: 1,
    ...more,
  });
