import { flagName } from '../../commands/command.ts';
import { commandNamed, commands } from '../../commands/index.ts';
import { tables } from '../../schema/index.ts';
import type { Completion } from '../../session/asked.ts';

/** What can be said without a kernel: the schema's own tables and columns, commands and their options. */
export function wordsFor(language: 'sql' | 'sparkify', text: string, offset: number): Completion[] {
  const word = language === 'sql' ? /\w*$/ : /[\w-]*$/;
  const from = offset - word.exec(text.slice(0, offset))![0].length;
  return language === 'sql' ? namesInSchema(from) : wordsOfCommands(text.slice(0, from), from);
}

function namesInSchema(from: number): Completion[] {
  const columns = new Map<string, string[]>();
  for (const { name: table, columns: own } of tables) {
    for (const { name } of own) columns.set(name, [...(columns.get(name) ?? []), table]);
  }
  return [
    ...tables.map(({ name, says }): Completion => ({ label: name, kind: 'table', says, insert: name, from })),
    ...[...columns].map(
      ([name, of]): Completion => ({ label: name, kind: 'column', detail: of.join(', '), insert: name, from }),
    ),
  ];
}

function wordsOfCommands(before: string, from: number): Completion[] {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (line.trim() === '') {
    return commands.map(({ name, says }): Completion => ({ label: name, kind: 'command', says, insert: name, from }));
  }
  const command = commandNamed(line.trimStart().split(/\s/, 1)[0]!);
  return Object.entries(command?.options ?? {}).map(([key, { says, kind }]): Completion => {
    const flag = `--${flagName(key)}`;
    return { label: flag, kind: 'option', detail: kind.placeholder, says, insert: flag, from };
  });
}
