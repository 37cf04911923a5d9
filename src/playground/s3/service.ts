import type { ObjectStore } from '../store/store.ts';
import { S3Refusal } from './answer.ts';
import type { Call } from './call.ts';
import type { Uploads } from './uploads.ts';

/** What the operations work on. */
export interface Service {
  readonly buckets: Map<string, ObjectStore>;
  readonly uploads: Uploads;
  readonly region: string;
  /** The most keys in a page of a listing. */
  readonly maxKeys: number;
  readonly now: () => number;
}

export function storeOf(service: Service, { bucket }: Pick<Call, 'bucket'>): ObjectStore {
  const store = service.buckets.get(bucket);
  if (store) return store;
  const message = 'The specified bucket does not exist';
  throw new S3Refusal(404, 'NoSuchBucket', message, { details: [['BucketName', bucket]] });
}
