import type { Retrying } from './retry.ts';

export type PathStyle = 'auto' | 'path' | 'virtual';

/** How a lake is reached, and by whose leave. Addresses of folders need none of it. */
export interface LakeOptions {
  /** At most one of these three; what is given is used alone. */
  readonly profile?: string | undefined;
  readonly anonymous?: boolean | undefined;
  /** A `dl.cfg` or `dwh.cfg`, relative to the project's folder; or `environment`, for the keys in `env`. */
  readonly credentialsFile?: string | undefined;

  readonly region?: string | undefined;
  /** Of a store other than AWS: `http://localhost:9000`. */
  readonly endpoint?: string | undefined;
  /** `auto` puts the bucket in the path where the endpoint is not AWS. */
  readonly pathStyle?: PathStyle | undefined;

  readonly env: NodeJS.ProcessEnv;
  /** Where relative folders begin, and where dl.cfg and dwh.cfg are looked for. */
  readonly projectFolder: string;
  readonly warn?: ((message: string) => void) | undefined;

  readonly timeouts?: Partial<Timeouts> | undefined;
  readonly retrying?: Partial<Retrying> | undefined;
}

export interface Timeouts {
  readonly connectMs: number;
  /** The longest silence: before the head of an answer, or between two pieces of its body. */
  readonly stallMs: number;
  /** For asking the machine itself (instance metadata) for credentials. */
  readonly instanceMs: number;
}

export const usualTimeouts: Timeouts = { connectMs: 5_000, stallMs: 20_000, instanceMs: 1_000 };
