import { workspace } from 'vscode';

/** What a person can set about the editor; everything about the data stands in sparkify.json. */
export interface EditorSettings {
  readonly idleCloseMs: number;
  readonly memoryLimit: string | undefined;
  readonly threads: number | undefined;
  readonly pageRows: number;
  readonly keptBytes: number;
}

export const section = 'sparkify';

export function editorSettings(): EditorSettings {
  const settings = workspace.getConfiguration(section);
  return {
    idleCloseMs: settings.get('idleCloseMinutes', 5) * 60_000,
    memoryLimit: settings.get('memoryLimit', '') || undefined,
    threads: settings.get('threads', 0) || undefined,
    pageRows: settings.get('pageRows', 200),
    keptBytes: settings.get('outputHistoryMegabytes', 50) * 1_000_000,
  };
}
