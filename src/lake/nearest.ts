import { editDistance } from '../base/nearest.ts';

const most = 3;

/**
 * Prefixes that exist near one beneath which nothing is: the most alike beside it or, where its parent is empty too, beside
 * that. All with a trailing slash.
 */
export async function nearestOf(
  wanted: string,
  prefixesBeneath: (prefix: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  for (let missing = wanted; missing !== ''; ) {
    const parent = missing.slice(0, missing.lastIndexOf('/', missing.length - 2) + 1);
    const beside = await prefixesBeneath(parent);
    if (beside.length > 0) return mostAlike(missing, beside);
    missing = parent;
  }
  return [];
}

function mostAlike(wanted: string, candidates: readonly string[]): readonly string[] {
  const ranked = candidates.map(prefix => ({
    prefix,
    distance: editDistance(wanted.toLowerCase(), prefix.toLowerCase()),
  }));
  ranked.sort((a, b) => a.distance - b.distance || (a.prefix < b.prefix ? -1 : 1));
  return ranked.slice(0, most).map(({ prefix }) => prefix);
}
