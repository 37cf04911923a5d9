import { statSync } from 'node:fs';
import type { Memento } from 'vscode';
import { isSparkifyError } from '../../base/errors.ts';
import { publicLake } from '../../commands/init.ts';
import { parseUri } from '../../lake/uri.ts';
import type { Choice } from './ask.ts';

/** A lake as it is answered: where it is, and what else it takes to reach it. */
export interface LakeAnswer {
  readonly source: string;
  readonly endpoint?: string;
  readonly credentials?: 'anonymous';
}

const usedKey = 'sparkify.lakes';
const mostRemembered = 8;

export const lakesUsed = (state: Memento): readonly LakeAnswer[] => state.get<readonly LakeAnswer[]>(usedKey, []);

export async function rememberLake(state: Memento, lake: LakeAnswer): Promise<void> {
  const others = lakesUsed(state).filter(used => used.source !== lake.source || used.endpoint !== lake.endpoint);
  await state.update(usedKey, [lake, ...others].slice(0, mostRemembered));
}

export const lakeValue = (lake: LakeAnswer): string => JSON.stringify(lake);
export const lakeOf = (value: string): LakeAnswer => JSON.parse(value) as LakeAnswer;

/** Lakes used before, the playground while it is there, the public one. */
export function lakeChoices(used: readonly LakeAnswer[], playground: LakeAnswer | undefined): Choice[] {
  const offers: (readonly [LakeAnswer, string, string])[] = [
    ...(playground ? [[playground, '$(beaker)', 'The sample lake that the playground serves.'] as const] : []),
    ...used.map(lake => [lake, '$(history)', 'Used before.'] as const),
    [{ source: publicLake, credentials: 'anonymous' }, '$(globe)', 'A public lake, without credentials.'],
  ];
  const seen = new Set<string>();
  return offers.flatMap(([lake, icon, detail]) => {
    const value = lakeValue(lake);
    if (seen.has(value)) return [];
    seen.add(value);
    return [{ label: `${icon} ${lake.source}`, detail, value, ...(lake.endpoint && { description: lake.endpoint }) }];
  });
}

/** What is typed for a lake: judged as the commands will judge it, and a folder that is read must be there. */
export function typedLake(text: string, folder: string): { value: string } | { complaint: string } {
  const read = typedUri(text, folder);
  if ('complaint' in read) return read;
  const uri = parseUri(text, { folder });
  if (uri.kind === 'folder' && !isFolder(uri.path)) return { complaint: `There is no folder ${uri.path}.` };
  return { value: lakeValue({ source: text }) };
}

export function typedUri(text: string, folder: string): { value: string } | { complaint: string } {
  try {
    parseUri(text, { folder });
    return { value: text };
  } catch (error) {
    if (!isSparkifyError(error)) throw error;
    return { complaint: error.message };
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
