export interface StatementText {
  readonly text: string;
  /** Where it begins in the whole text, in UTF-16 units. */
  readonly offset: number;
}

/** What may hold a semicolon that ends nothing, tried in this order; an unclosed one runs to the end, for the parser to refuse. */
const opaque = [
  /[eE]'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*(?:'|$)/y,
  /'[^']*(?:''[^']*)*(?:'|$)/y,
  /"[^"]*(?:""[^"]*)*(?:"|$)/y,
  /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?(?:\$\1\$|$(?![\s\S]))/y,
  // A whole word, so that the `e` of `like'…'` or a `$` within a name opens nothing.
  /[\w\u0080-\uffff][\w$\u0080-\uffff]*/y,
];

/** The statements of a text, without their semicolons and the space around them. */
export function splitStatements(sql: string): StatementText[] {
  const statements: StatementText[] = [];
  let start = 0;
  let hasContent = false;
  let at = 0;
  const end = () => {
    if (hasContent) statements.push(trimmed(sql, start, at));
    start = at + 1;
    hasContent = false;
  };
  while (at < sql.length) {
    const comment = commentEnd(sql, at);
    if (comment > at) {
      at = comment;
      continue;
    }
    if (sql[at] === ';') end();
    else if (!/\s/.test(sql[at]!)) hasContent = true;
    at = Math.max(at + 1, opaqueEnd(sql, at));
  }
  end();
  return statements;
}

function opaqueEnd(sql: string, at: number): number {
  for (const pattern of opaque) {
    pattern.lastIndex = at;
    if (pattern.test(sql)) return pattern.lastIndex;
  }
  return at;
}

function commentEnd(sql: string, at: number): number {
  if (sql.startsWith('--', at)) {
    const newline = sql.indexOf('\n', at);
    return newline < 0 ? sql.length : newline;
  }
  if (!sql.startsWith('/*', at)) return at;
  let depth = 1;
  let end = at + 2;
  while (depth > 0 && end < sql.length) {
    if (sql.startsWith('/*', end)) depth++;
    else if (sql.startsWith('*/', end)) depth--;
    else {
      end++;
      continue;
    }
    end += 2;
  }
  return end;
}

function trimmed(sql: string, start: number, end: number): StatementText {
  const text = sql.slice(start, end);
  return { text: text.trim(), offset: start + (text.length - text.trimStart().length) };
}
