import { join } from 'node:path';
import { Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import { SparkifyError } from '../../base/errors.ts';
import { projectFileName } from '../../commands/project.ts';
import type { Site } from '../site.ts';
import type { Answers } from './line.ts';
import { withKeys } from './project-text.ts';

/** Writes answers into the project file, making it where there is none; what else stands in it stays, comments too. */
export async function keepInProject({ project, folder }: Site, answers: Answers): Promise<void> {
  const file = Uri.file(project?.file ?? join(folder, projectFileName));
  const edit = new WorkspaceEdit();
  if (project) {
    const document = await workspace.openTextDocument(file);
    const text = document.getText();
    const all = new Range(document.positionAt(0), document.positionAt(text.length));
    edit.replace(file, all, withKeys(text, answers, file.fsPath));
  } else {
    const contents = new TextEncoder().encode(withKeys('{}', answers, file.fsPath));
    edit.createFile(file, { contents });
  }
  if (!(await workspace.applyEdit(edit))) {
    throw new SparkifyError('usage.project', `${file.fsPath} could not be written.`);
  }
  if (project) await (await workspace.openTextDocument(file)).save();
}
