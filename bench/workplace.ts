import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PlaygroundProcess, startPlaygroundProcess } from '../test/support/playground.ts';
import { type Ended, measureProcess } from './child.ts';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const floorScript = fileURLToPath(new URL('./floor.ts', import.meta.url));

export interface Floor {
  readonly objects: number;
  readonly listedSeconds: number;
  readonly seconds: number;
}

/** A sample lake served by a process of its own, and a folder to work in. */
export class Workplace {
  readonly folder: string;
  readonly server: PlaygroundProcess;

  private constructor(folder: string, server: PlaygroundProcess) {
    this.folder = folder;
    this.server = server;
  }

  static async open(songs: number, options: { latencyMs?: number } = {}): Promise<Workplace> {
    const folder = await mkdtemp(join(tmpdir(), 'sparkify-bench-'));
    const server = await startPlaygroundProcess({
      ...options,
      anonymousRead: true,
      buckets: { sparkify: { sample: { seed: 1, songs, days: 30, users: 97 } } },
    });
    return new Workplace(folder, server);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async floor(what: 'list' | 'signed' | 'unsigned', connections: number): Promise<Floor> {
    const args = ['--import', 'tsx', floorScript, this.server.url, 'sparkify', what, String(connections)];
    return JSON.parse((await measureProcess(process.execPath, args)).stdout);
  }

  etl(warehouse: string, ...more: string[]): Promise<Ended> {
    const { url } = this.server;
    const lake = ['--source', 's3://sparkify', '--endpoint', url, '--region', 'us-east-1'];
    return this.sparkify('etl', '--warehouse', this.path(warehouse), ...lake, '--json', '--quiet', ...more);
  }

  sparkify(...args: string[]): Promise<Ended> {
    const { accessKeyId, secretAccessKey } = this.server.credentials;
    return measureProcess(process.execPath, [cli, ...args], {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    });
  }

  async close(): Promise<void> {
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
