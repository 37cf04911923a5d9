import type { Lake } from './lake.ts';
import type { LakeOptions } from './options.ts';
import { parseUri } from './uri.ts';

/** Opens a lake: finds out by whose leave, and asks the store for nothing yet. What S3 needs is loaded for S3 only. */
export async function openLake(uri: string, options: LakeOptions): Promise<Lake> {
  const { env, projectFolder } = options;
  const address = parseUri(uri, { folder: projectFolder, home: env.HOME || env.USERPROFILE });
  if (address.kind === 'folder') {
    const { FolderLake } = await import('./folder/folder-lake.ts');
    return new FolderLake(address.path, options);
  }
  const { openS3Lake } = await import('./s3/open-s3.ts');
  return openS3Lake(address, options);
}
