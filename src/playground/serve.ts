import { playgroundCredential } from './credential.ts';
import { sampleLake } from './sample/sample-lake.ts';
import { SampleStore } from './sample/sample-store.ts';
import { type PlaygroundServer, startServer } from './server.ts';
import { FolderStore } from './store/folder.ts';
import { MemoryStore } from './store/memory.ts';
import { OverlayStore } from './store/overlay.ts';

export interface PlaygroundOptions {
  readonly port?: number | undefined;
  readonly seed?: number | undefined;
  readonly songs?: number | undefined;
  readonly days?: number | undefined;
  readonly users?: number | undefined;
  readonly latencyMs?: number | undefined;
  /** Served in place of the sample lake, and never written. */
  readonly folder?: string | undefined;
  readonly control?: boolean | undefined;
}

export interface Playground extends PlaygroundServer {
  /** What the other commands need to work on it. */
  readonly howTo: {
    readonly environment: Readonly<Record<string, string>>;
    readonly flags: readonly string[];
  };
}

export const playgroundDefaults = { seed: 1, songs: 2000, days: 30, users: 97 } as const;

const region = 'us-east-1';

/** A lake to try things on, in bucket `sparkify`, and an empty bucket `exports` to write to. What is written lives as long as the server. */
export async function servePlayground(options: PlaygroundOptions = {}): Promise<Playground> {
  const { seed, songs, days, users } = playgroundDefaults;
  const lake =
    options.folder === undefined
      ? new SampleStore(
          sampleLake({
            seed: options.seed ?? seed,
            songs: options.songs ?? songs,
            days: options.days ?? days,
            users: options.users ?? users,
          }),
        )
      : new FolderStore(options.folder);
  const server = await startServer({
    port: options.port,
    latencyMs: options.latencyMs,
    control: options.control,
    region,
    credentials: [playgroundCredential],
    buckets: { sparkify: new OverlayStore(lake), exports: new MemoryStore() },
  });
  return {
    ...server,
    howTo: {
      environment: {
        AWS_ACCESS_KEY_ID: playgroundCredential.accessKeyId,
        AWS_SECRET_ACCESS_KEY: playgroundCredential.secretAccessKey,
        AWS_REGION: region,
      },
      flags: ['--endpoint', server.url, '--source', 's3://sparkify', '--export', 's3://exports/star'],
    },
  };
}
