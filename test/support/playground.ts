import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import type { PlaygroundStats } from '../../src/playground/counters.ts';
import type { FaultRule } from '../../src/playground/faults/rule.ts';
import type { Credential } from '../../src/playground/s3/signature.ts';
import type { SampleOptions } from '../../src/playground/sample/sample-lake.ts';
import type { ServerOptions } from '../../src/playground/server.ts';

/** What a bucket holds at first; all of them can be written, and no folder is changed by that. */
export type BucketContent =
  | { readonly objects: Readonly<Record<string, string | { readonly base64: string }>> }
  | { readonly folder: string }
  | { readonly sample: SampleOptions };

export interface PlaygroundOptions
  extends Pick<ServerOptions, 'port' | 'credentials' | 'anonymousRead' | 'region' | 'latencyMs' | 'maxKeys'> {
  readonly buckets: Readonly<Record<string, BucketContent>>;
  /** How far the server's clock is ahead of ours. */
  readonly clockSkewMs?: number;
}

export interface PlaygroundProcess {
  readonly url: string;
  readonly credentials: Credential;
  setFaults(rules: readonly FaultRule[]): Promise<void>;
  stats(): Promise<PlaygroundStats>;
  /** No faults, and counters at zero; what is stored stays. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export const playgroundCredentials: Credential = { accessKeyId: 'playground', secretAccessKey: 'playground-secret' };

/** A real S3 server in a process of its own, with faults on demand. */
export async function startPlaygroundProcess(options: PlaygroundOptions): Promise<PlaygroundProcess> {
  const entry = fileURLToPath(new URL('./playground-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const credentials = options.credentials ?? [playgroundCredentials];
  child.stdin.write(`${JSON.stringify({ ...options, credentials })}\n`);
  const url = await readinessOf(child.stdout);

  const control = async (method: string, path: string, body?: string): Promise<Response> => {
    const response = await fetch(`${url}/-/${path}`, { method, ...(body === undefined ? {} : { body }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    url,
    credentials: credentials[0] ?? playgroundCredentials,
    setFaults: async rules => void (await control('PUT', 'faults', JSON.stringify(rules))),
    stats: async () => (await (await control('GET', 'stats')).json()) as PlaygroundStats,
    reset: async () => void (await control('POST', 'reset')),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

async function readinessOf(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    if (line.startsWith('ready ')) return line.slice('ready '.length);
  }
  throw new Error('The playground ended before it was ready.');
}
