import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SparkifyError } from '../base/errors.ts';
import { answering } from './answering.ts';
import { Counters } from './counters.ts';
import type { Credential } from './s3/signature.ts';
import { Uploads } from './s3/uploads.ts';
import type { ObjectStore } from './store/store.ts';

export interface ServerOptions {
  /** 0, as by default, takes a free one. */
  readonly port?: number | undefined;
  readonly buckets: Readonly<Record<string, ObjectStore>>;
  /** Without any, signatures are not looked at. */
  readonly credentials?: readonly Credential[] | undefined;
  /** Requests without a signature may read. */
  readonly anonymousRead?: boolean | undefined;
  readonly region?: string | undefined;
  /** How long every request waits before it is answered, however many wait beside it. */
  readonly latencyMs?: number | undefined;
  /** The most keys in a page of a listing: 1,000, as S3 has it. */
  readonly maxKeys?: number | undefined;
  /** Lets faults be set and counters be read under `/-/`. */
  readonly control?: boolean | undefined;
  /** The server's clock. */
  readonly now?: (() => number) | undefined;
}

export interface PlaygroundServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** An S3 server on loopback. */
export async function startServer(options: ServerOptions): Promise<PlaygroundServer> {
  const { now = Date.now, region = 'us-east-1', maxKeys = 1000 } = options;
  const counters = new Counters();
  const answer = answering({
    service: { buckets: new Map(Object.entries(options.buckets)), uploads: new Uploads(), region, maxKeys, now },
    credentials: options.credentials ?? [],
    anonymousRead: options.anonymousRead ?? false,
    latencyMs: options.latencyMs ?? 0,
    control: options.control ?? false,
    counters,
  });

  const server = createServer({ keepAliveTimeout: 65_000 }, (incoming, response) => {
    counters.begin();
    response.once('close', () => counters.end());
    // Ours, because Node's would tell the time of the machine.
    response.setHeader('date', new Date(now()).toUTCString());
    void answer(incoming, response);
  });
  server.on('connection', () => counters.connection());
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(whyNotListening(error, options.port)));
    server.listen({ port: options.port ?? 0, host: '127.0.0.1', backlog: 1024 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, close: () => closeServer(server) };
}

function whyNotListening(error: NodeJS.ErrnoException, port: number | undefined): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  const sentence = `Port ${port} is taken, or not open to you. Give another, or none for a free one.`;
  return new SparkifyError('usage.option', sentence, { cause: error });
}

function closeServer(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close(error => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
