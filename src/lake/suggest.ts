import type { Lake } from './lake.ts';

/** Full addresses of prefixes that do exist, for a prefix that holds nothing of use: those beneath it, or else near it. */
export async function suggestPrefixes(
  lake: Lake,
  prefix: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<string[]> {
  const { prefixes } = await lake.browse(prefix, { ...options, limit: 5 });
  if (prefixes.length > 0) return prefixes.slice(0, 5).map(name => lake.uri + name);
  return [...(await lake.nearest(prefix, options))];
}
