/** How a block of HTML ends: with the line that holds this, or before a blank line. */
export interface HtmlBlock {
  readonly ends: RegExp | 'blank line';
  /** A line that ends it, whatever stands before. */
  readonly closer: string;
}

const untilFound: readonly (readonly [begins: RegExp, block: HtmlBlock])[] = [
  [/^<(?:script|pre|style|textarea)(?:\s|>|$)/i, { ends: /<\/(?:script|pre|style|textarea)>/i, closer: '</pre>' }],
  [/^<!--/, { ends: /-->/, closer: '-->' }],
  [/^<\?/, { ends: /\?>/, closer: '?>' }],
  [/^<![a-z]/i, { ends: />/, closer: '>' }],
  [/^<!\[CDATA\[/, { ends: /\]\]>/, closer: ']]>' }],
];

const blockTags =
  /^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:\s|\/?>|$)/i;

const attribute = String.raw`\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^"'=<>${'`'}\x00-\x20]+|'[^']*'|"[^"]*"))?`;
const loneTag = new RegExp(String.raw`^(?:<[a-z][a-z\d-]*(?:${attribute})*\s*/?>|</[a-z][a-z\d-]*\s*>)\s*$`, 'i');

const untilBlank: HtmlBlock = { ends: 'blank line', closer: '' };

/** The block of HTML that begins with this text; a lone tag of any name begins one, but for within a paragraph. */
export function htmlBlockAt(text: string, isInParagraph: boolean): HtmlBlock | undefined {
  if (!text.startsWith('<')) return undefined;
  const found = untilFound.find(([begins]) => begins.test(text));
  if (found) return found[1];
  return blockTags.test(text) || (!isInParagraph && loneTag.test(text)) ? untilBlank : undefined;
}
