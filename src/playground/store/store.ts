/** What a listing tells of an object. */
export interface ObjectInfo {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly modifiedMs: number;
}

/** What a client may say of a body when it stores it, and hears again when it reads it. */
export interface ObjectAttributes {
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
  /** Headers `x-amz-meta-…`, by their whole name. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

export interface StoredObject extends ObjectInfo {
  readonly body: Buffer;
  readonly attributes: ObjectAttributes;
}

/** Objects that are there already: in a folder, or computed. */
export interface ReadableStore {
  /** Every object from this key on, in the order of UTF-8 bytes, found only as far as it is taken. */
  list(fromKey: string): Iterable<ObjectInfo>;
  get(key: string): StoredObject | undefined;
}

export interface ObjectStore extends ReadableStore {
  /** `etag` where it is not the MD5 of the body, as after a multipart upload. */
  put(key: string, body: Buffer, attributes?: ObjectAttributes, etag?: string): ObjectInfo;
  delete(key: string): void;
}
