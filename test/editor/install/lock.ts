/** An entry of `packages` in package-lock.json, as far as we read it. */
interface Entry {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Entry>>;
}

/** The part of a lock that some of its packages need: the same versions and digests, but no address. */
export function lockOf(whole: Lock, wanted: readonly string[]): Lock & { readonly manifest: object } {
  const kept = new Map<string, Entry>();
  const keep = (path: string): void => {
    if (kept.has(path)) return;
    const { resolved: _, ...entry } = whole.packages[path]!;
    kept.set(path, entry);
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      const found = placeOf(name, path, whole);
      if (found !== undefined) keep(found);
    }
  };
  const there = wanted.filter(name => whole.packages[`node_modules/${name}`]);
  for (const name of there) keep(`node_modules/${name}`);
  const dependencies = Object.fromEntries(there.map(name => [name, whole.packages[`node_modules/${name}`]!.version]));
  const manifest = { name: 'modules', version: '1.0.0', dependencies };
  const packages = { '': manifest, ...Object.fromEntries(kept) };
  return { lockfileVersion: whole.lockfileVersion, packages, manifest };
}

/** As Node looks for it: beside the one who asks, then ever further up. */
function placeOf(name: string, from: string, { packages }: Lock): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[place]) return place;
    if (folder === '') return undefined;
  }
}
