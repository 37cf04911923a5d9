import { editDistance, nearOnes } from '../base/nearest.ts';

const most = 3;

/**
 * Prefixes that exist near one beneath which nothing is: those beside it that were probably meant, or else the most alike of
 * what is there; where its parent is empty too, beside that. All with a trailing slash.
 */
export async function nearestOf(
  wanted: string,
  prefixesBeneath: (prefix: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  for (let missing = wanted; missing !== ''; ) {
    const parent = missing.slice(0, missing.lastIndexOf('/', missing.length - 2) + 1);
    const beside = await prefixesBeneath(parent);
    const names = beside.map(prefix => prefix.slice(parent.length, -1));
    const name = missing.slice(parent.length, -1);
    if (names.length > 0) return nearestNames(name, names).map(one => `${parent}${one}/`);
    missing = parent;
  }
  return [];
}

/** Of these names the few that were probably meant, or else the most alike. */
export function nearestNames(name: string, names: readonly string[]): string[] {
  const near = nearOnes(name, names);
  return (near.length > 0 ? near : mostAlike(name, names)).slice(0, most);
}

function mostAlike(wanted: string, names: readonly string[]): string[] {
  const ranked = names.map(name => ({ name, distance: editDistance(wanted.toLowerCase(), name.toLowerCase()) }));
  ranked.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return ranked.map(({ name }) => name);
}
