/** Markup that is safe to show: `html` alone makes it, and escapes all it is given but markup. */
export type Html = Markup;

type Part = Html | string | number | undefined | readonly Part[];

export const html = (fixed: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Markup(fixed.map((text, i) => text + (i < parts.length ? markupOf(parts[i]) : '')).join(''));

class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return String(part);
  return typeof part === 'object' ? part.map(markupOf).join('') : escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, letter => entities[letter]!);
