import type { ObjectAttributes } from '../store/store.ts';
import { S3Refusal } from './answer.ts';

export interface Part {
  readonly number: number;
  readonly body: Buffer;
  readonly etag: string;
}

export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly attributes: ObjectAttributes;
  readonly startedMs: number;
  readonly parts: Map<number, Part>;
}

/** Multipart uploads that were begun and neither completed nor aborted. */
export class Uploads {
  readonly #byId = new Map<string, Upload>();

  begin(upload: Upload): void {
    this.#byId.set(upload.id, upload);
  }

  find(id: string, bucket: string, key: string): Upload {
    const upload = this.#byId.get(id);
    if (upload && upload.bucket === bucket && upload.key === key) return upload;
    const message = 'The specified upload does not exist. It may have been aborted or completed.';
    throw new S3Refusal(404, 'NoSuchUpload', message, { details: [['UploadId', id]] });
  }

  end(upload: Upload): void {
    this.#byId.delete(upload.id);
  }

  of(bucket: string): Upload[] {
    return [...this.#byId.values()].filter(upload => upload.bucket === bucket);
  }
}
