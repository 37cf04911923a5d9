import { createInterface } from 'node:readline/promises';
import { sampleLake } from '../../src/playground/sample/sample-lake.ts';
import { SampleStore } from '../../src/playground/sample/sample-store.ts';
import { startServer } from '../../src/playground/server.ts';
import { FolderStore } from '../../src/playground/store/folder.ts';
import { MemoryStore } from '../../src/playground/store/memory.ts';
import { OverlayStore } from '../../src/playground/store/overlay.ts';
import type { ObjectStore } from '../../src/playground/store/store.ts';
import type { BucketContent, PlaygroundOptions } from './playground.ts';

// The first line of stdin says what to serve; its end, also when the parent is killed, says to stop.
const input = createInterface({ input: process.stdin });
const {
  buckets,
  clockSkewMs = 0,
  ...options
} = JSON.parse((await input[Symbol.asyncIterator]().next()).value) as PlaygroundOptions;
const now = () => Date.now() + clockSkewMs;

const server = await startServer({
  ...options,
  now,
  control: true,
  buckets: Object.fromEntries(Object.entries(buckets).map(([name, content]) => [name, storeWith(content)])),
});
input.once('close', () => void server.close());
process.stdout.write(`ready ${server.url}\n`);

function storeWith(content: BucketContent): ObjectStore {
  if ('folder' in content) return new OverlayStore(new FolderStore(content.folder), now);
  if ('sample' in content) return new OverlayStore(new SampleStore(sampleLake(content.sample)), now);
  const store = new MemoryStore(now);
  for (const [key, body] of Object.entries(content.objects)) {
    store.put(key, typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.base64, 'base64'));
  }
  return store;
}
