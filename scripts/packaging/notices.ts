import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The licences of all packages that went into dist/, as those ask of whoever hands them on; one text for many only once. */
export async function noticesOf(metafile: string): Promise<string> {
  const inputs = JSON.parse(await readFile(metafile, 'utf8')) as readonly string[];
  const folders = new Set(inputs.map(packageOf).filter(folder => folder !== undefined));
  const names = new Map<string, string[]>();
  for (const { name, text } of await Promise.all([...folders].sort().map(licenceOf))) {
    names.set(text, [...(names.get(text) ?? []), name]);
  }
  const notices = [...names].map(([text, who]) => `${who.join('\n')}\n\n${text}\n`);
  return ['Sparkify contains parts of these packages.\n', ...notices].join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c/lib/d.js` belongs to `node_modules/a/node_modules/@b/c`. */
const packageOf = (path: string): string | undefined => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];

async function licenceOf(folder: string): Promise<{ readonly name: string; readonly text: string }> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find(each => /^licen[cs]e(\.|$)/i.test(each));
  const text = file === undefined ? `Licence: ${license}` : (await readFile(join(folder, file), 'utf8')).trim();
  return { name: `${name} ${version}`, text };
}
