import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Context } from 'mocha';
import { skipBecause } from './skip.ts';

/** Where the public teaching subset of Sparkify's data lies: real data, which are no part of this project. */
export function teachingSubset(context: Context): string {
  const named = process.env.SPARKIFY_TEACHING_SUBSET;
  const folder = named ?? fileURLToPath(new URL('../../../shared/data/udacity-subset', import.meta.url));
  if (existsSync(folder)) return folder;
  if (named) throw new Error(`SPARKIFY_TEACHING_SUBSET names ${named}, which is not there.`);
  return skipBecause(context, 'the teaching subset is not here; SPARKIFY_TEACHING_SUBSET can name its folder');
}
