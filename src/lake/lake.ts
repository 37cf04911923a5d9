/** One file in a lake. `key` is relative to the lake's own address. */
export interface LakeObject {
  readonly key: string;
  readonly size: number;
  /** As the store gives it, without quotes; undefined where it gives none (then size and time identify the content). */
  readonly etag: string | undefined;
  readonly modifiedMs: number;
}

/** What a read brings: the body, decompressed; or word that the object vanished after it was listed. */
export type Fetched =
  /** `object` is what was really read: when it changed after the listing, its new size and ETag. */
  | { readonly object: LakeObject; readonly body: Buffer; readonly gone?: false; readonly unreadable?: string }
  | { readonly object: LakeObject; readonly gone: true };

export interface ReadOptions {
  /** The most requests under way at once; the window adapts beneath it. */
  readonly concurrency?: number;
  /** The most bytes held by bodies that were fetched and not yet taken. */
  readonly windowBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface PutOptions {
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface SweepOptions {
  /** Also in what lies deeper; otherwise only what lies directly beneath the prefix. */
  readonly isDeep: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Where objects live. Every failure is a SparkifyError that names the object and the action. */
export interface Lake {
  /** `s3://bucket/prefix/` or `/folder/`, always with a trailing slash; an object's full address is `uri + key`. */
  readonly uri: string;
  /** What was used to get in, by kind ("profile analytics", "anonymous", "folder"), never by value. */
  readonly access: string;

  /**
   * Everything beneath `prefix`, in pages, in no promised order. Ends normally when there is nothing; a bucket or folder that
   * does not exist is an error.
   */
  list(prefix?: string, options?: { signal?: AbortSignal | undefined }): AsyncIterable<readonly LakeObject[]>;

  /** The next level beneath `prefix`: names of sub-prefixes (with a trailing slash) and the objects that lie here. */
  browse(
    prefix: string,
    options?: { signal?: AbortSignal | undefined; limit?: number },
  ): Promise<{
    readonly prefixes: readonly string[];
    readonly objects: readonly LakeObject[];
  }>;

  /** Many bodies through a bounded window, in any order. Fails as a whole when one object cannot be read. */
  read(objects: AsyncIterable<LakeObject> | Iterable<LakeObject>, options?: ReadOptions): AsyncIterable<Fetched>;

  put(key: string, body: Buffer | string, options?: PutOptions): Promise<void>;
  /** False when the key was there already; then nothing is written. */
  putIfAbsent(key: string, body: Buffer | string, options?: PutOptions): Promise<boolean>;
  /** Stores a file of any size, in parts where the store wants parts; the key appears whole or not at all. */
  putFile(key: string, path: string, options?: PutOptions): Promise<void>;
  /** Where the store has links (folders): `name` leads to the folder `target` from now on. */
  link?(name: string, target: string): Promise<void>;
  delete(keys: readonly string[], options?: { signal?: AbortSignal | undefined }): Promise<void>;
  /** Removes what writers that were killed left half-written beneath `prefix` (empty, or with a trailing slash), where nobody writes now. */
  sweep(prefix: string, options: SweepOptions): Promise<void>;

  /** Full addresses of prefixes that do exist, near one where nothing is stored. */
  nearest(prefix?: string, options?: { signal?: AbortSignal | undefined }): Promise<readonly string[]>;

  close(): Promise<void>;
}
