const dataName = /^[^._][^/]*\.(json|jsonl|ndjson)(\.gz)?$/i;

/** Whether an object is one to load, by its name alone; `.hidden`, `_SUCCESS`, markers and other kinds are not. */
export function isDataName(key: string): boolean {
  return dataName.test(key.slice(key.lastIndexOf('/') + 1));
}
