import { Fault } from '../fault.ts';
import type { SweepOptions } from '../lake.ts';
import { decodeUrl } from './listing-xml.ts';
import type { Write } from './write.ts';
import { decodeEntities, textOfTag } from './xml.ts';

interface Unfinished {
  readonly key: string;
  readonly id: string;
}

/** Ends uploads in parts that were begun beneath a prefix and never completed: no listing shows them, and they are paid for. */
export async function endUnfinished(write: Write, prefix: string, { isDeep }: SweepOptions): Promise<void> {
  const { store, scope } = write;
  for await (const { key, id } of listUnfinished(write, prefix)) {
    if (!key.startsWith(prefix) || (!isDeep && key.includes('/', prefix.length))) continue;
    await store.request({ method: 'DELETE', key, query: { uploadId: id } }, scope).catch((error: unknown) => {
      // Whoever began it may have ended it by now.
      if (!(error instanceof Fault && error.kind === 'absent')) throw error;
    });
  }
}

async function* listUnfinished({ store, scope }: Write, prefix: string): AsyncGenerator<Unfinished> {
  let markers = {};
  for (;;) {
    const query = { uploads: '', prefix, 'encoding-type': 'url', ...markers };
    const xml = (await store.request({ method: 'GET', query }, scope)).body.toString();
    const decode = xml.includes('<EncodingType>url</EncodingType>') ? decodeUrl : decodeEntities;
    for (const [, upload = ''] of xml.matchAll(/<Upload>(.*?)<\/Upload>/gs)) {
      yield { key: decode(/<Key>(.*?)<\/Key>/s.exec(upload)?.[1] ?? ''), id: textOfTag(upload, 'UploadId') ?? '' };
    }
    if (textOfTag(xml, 'IsTruncated') !== 'true') return;
    const key = /<NextKeyMarker>(.*?)<\/NextKeyMarker>/s.exec(xml)?.[1] ?? '';
    markers = { 'key-marker': decode(key), 'upload-id-marker': textOfTag(xml, 'NextUploadIdMarker') ?? '' };
  }
}
