import { join } from 'node:path';
import { Position, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { projectOptions } from '../../commands/common.ts';
import { findProjectFile, projectFileName } from '../../commands/project.ts';
import type { Parts } from '../parts.ts';
import { workFolder } from './folder.ts';

/** Opens the project file; where there is none, a draft of one, which is written when the person saves it. */
export async function editProjectFile(parts: Parts): Promise<void> {
  const chosen = await workFolder(parts);
  if (!chosen) return;
  const file = findProjectFile(chosen.folder);
  if (file !== undefined) {
    await window.showTextDocument(Uri.file(file));
    return;
  }
  const draft = Uri.file(join(chosen.folder, projectFileName)).with({ scheme: 'untitled' });
  const document = await workspace.openTextDocument(draft);
  if (document.getText() === '') {
    const edit = new WorkspaceEdit();
    edit.insert(draft, new Position(0, 0), projectDraft());
    await workspace.applyEdit(edit);
  }
  await window.showTextDocument(document);
}

const drafted = ['source', 'warehouse', 'export'] as const;

/** Every line is a comment until the person has something to say in it. */
function projectDraft(): string {
  const lines = drafted.map(key => {
    const { says, kind } = projectOptions[key];
    return `  // ${says}\n  // "${key}": "${key === 'warehouse' ? 'sparkify.duckdb' : kind.placeholder}",\n`;
  });
  return `{\n${lines.join('\n')}}\n`;
}
