import { isAbsolute, relative } from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import { projectOptions } from '../../commands/common.ts';
import { parseProject } from '../../commands/project.ts';
import type { Answers } from './line.ts';

const formattingOptions = { insertSpaces: true, tabSize: 2, insertFinalNewline: true };

/** The text of a project file with these keys changed, and nothing else in it. */
export function withKeys(before: string, answers: Answers, file: string): string {
  const { folder } = parseProject(file, before);
  let text = before;
  for (const [key, value] of Object.entries(answers)) {
    if (value === undefined || value === '' || !Object.hasOwn(projectOptions, key)) continue;
    const written = typeof value === 'string' ? fromFolder(value, folder) : value.map(each => fromFolder(each, folder));
    text = applyEdits(text, modify(text, [key], written, { formattingOptions }));
  }
  // What is written here is read by every command: it is refused now rather than then.
  parseProject(file, text);
  return text;
}

/** A path beneath the project is written from there, so that the project can move. */
function fromFolder(value: string, folder: string): string {
  if (!isAbsolute(value)) return value;
  const path = relative(folder, value);
  return path === '' ? '.' : path.startsWith('..') || isAbsolute(path) ? value : path;
}
