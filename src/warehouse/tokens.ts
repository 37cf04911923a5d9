export type TokenKind = 'comment' | 'text' | 'quoted' | 'parameter' | 'number' | 'word' | 'symbol';

/** A piece of SQL that means something by itself; an unclosed text, name or comment runs to the end. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly offset: number;
}

/** Tried in this order. */
const kinds: readonly (readonly [TokenKind, RegExp])[] = [
  ['comment', /--[^\n]*/y],
  ['text', /[eE]'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*(?:'|$)/y],
  ['text', /'[^']*(?:''[^']*)*(?:'|$)/y],
  ['quoted', /"[^"]*(?:""[^"]*)*(?:"|$)/y],
  ['text', /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?(?:\$\1\$|$(?![\s\S]))/y],
  ['parameter', /\$[\w\u0080-\uffff]+/y],
  ['number', /\d[\w$\u0080-\uffff]*(?:\.\d+)?/y],
  // A whole word, so that the `e` of `like'…'` or a `$` within a name opens nothing.
  ['word', /[\w\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ['symbol', /\S/y],
];

/** What an SQL text is made of, but for its space. */
export function* tokensOf(sql: string): Generator<Token> {
  let at = 0;
  while (at < sql.length) {
    const token = tokenAt(sql, at);
    if (token) yield token;
    at += token?.text.length ?? 1;
  }
}

function tokenAt(sql: string, offset: number): Token | undefined {
  if (sql.startsWith('/*', offset))
    return { kind: 'comment', text: sql.slice(offset, commentEnd(sql, offset)), offset };
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = offset;
    const [text] = pattern.exec(sql) ?? [];
    if (text !== undefined) return { kind, text, offset };
  }
  return undefined;
}

/** Such comments may stand in each other. */
function commentEnd(sql: string, start: number): number {
  let depth = 1;
  let at = start + 2;
  while (depth > 0 && at < sql.length) {
    if (sql.startsWith('/*', at)) depth++;
    else if (sql.startsWith('*/', at)) depth--;
    else {
      at++;
      continue;
    }
    at += 2;
  }
  return at;
}
