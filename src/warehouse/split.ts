import { tokensOf } from './tokens.ts';

export interface StatementText {
  readonly text: string;
  /** Where it begins in the whole text, in UTF-16 units. */
  readonly offset: number;
}

/** The statements of a text, without their semicolons and the space around them. */
export function splitStatements(sql: string): StatementText[] {
  const statements: StatementText[] = [];
  let start = 0;
  let hasContent = false;
  const end = (at: number) => {
    if (hasContent) statements.push(trimmed(sql, start, at));
    start = at + 1;
    hasContent = false;
  };
  for (const { kind, text, offset } of tokensOf(sql)) {
    if (text === ';') end(offset);
    else if (kind !== 'comment') hasContent = true;
  }
  end(sql.length);
  return statements;
}

function trimmed(sql: string, start: number, end: number): StatementText {
  const text = sql.slice(start, end);
  return { text: text.trim(), offset: start + (text.length - text.trimStart().length) };
}
