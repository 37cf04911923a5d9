import { Scope } from '../scope.ts';
import { Store, type StoreSettings } from './store.ts';
import { textOfTag } from './xml.ts';

/** Somebody waits for an error: a store that does not answer soon is not asked again. */
const patienceMs = 2_000;

/** The buckets of who asks; none where they may not list them. */
export async function listBuckets(settings: Omit<StoreSettings, 'bucket'>): Promise<string[]> {
  if (settings.access.kind === 'anonymous') return [];
  // The address of a bucket without a name is that of the service.
  const { region = 'us-east-1' } = settings;
  const service = new Store({ ...settings, bucket: '', pathStyle: 'path', region });
  using scope = new Scope(AbortSignal.timeout(patienceMs));
  try {
    const { body } = await service.attempt({ method: 'GET' }, scope);
    return [...body.toString().matchAll(/<Bucket>.*?<\/Bucket>/gs)].flatMap(
      ([bucket]) => textOfTag(bucket, 'Name') ?? [],
    );
  } catch {
    return [];
  } finally {
    await service.close();
  }
}
