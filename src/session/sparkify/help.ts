import { helpText } from '../../commands/help-text.ts';

export const settingHelp = `In a cell

One command a line, with or without sparkify before it; a backslash at the end continues a line, # begins a comment.
Besides the commands there are

  set NAME = value   gives $NAME in the SQL of this notebook a value: a number, true, false, null, or a text
  set                lists what is set
  unset NAME         forgets it

Every command works on the warehouse of the notebook.
`;

/** What there is for who writes in a cell: all that a shell offers, and what only cells have. */
export const cellHelp = (width: number): string => `${helpText(undefined, { width })}\n${settingHelp}`;
