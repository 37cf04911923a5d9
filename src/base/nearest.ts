/** How many letters must be changed, added, dropped or swapped with a neighbour to make one word of the other. */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, beforePrevious[j - 2]! + 1);
      current.push(least);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}

/** The candidates that were probably meant, the likeliest first; none where nothing is near enough to be worth saying. */
export function nearOnes(word: string, candidates: Iterable<string>): string[] {
  const wanted = word.toLowerCase();
  const mostSlips = Math.max(1, Math.floor(wanted.length / 3));
  const near: { candidate: string; slips: number; distance: number }[] = [];
  for (const candidate of candidates) {
    const lower = candidate.toLowerCase();
    const distance = editDistance(wanted, lower);
    // A word that was only begun is less than a slip, however much is missing; among several, the shortest is meant.
    const slips = wanted.length >= 3 && lower.startsWith(wanted) ? Math.min(0.5, distance) : distance;
    if (slips <= mostSlips) near.push({ candidate, slips, distance });
  }
  near.sort((a, b) => a.slips - b.slips || a.distance - b.distance);
  return near.map(({ candidate }) => candidate);
}

/** The candidate that was probably meant, or undefined. */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined =>
  nearOnes(word, candidates)[0];

/** " Did you mean X?", or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? '' : ` Did you mean ${meant}?`;
}
