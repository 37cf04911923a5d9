const names: Readonly<Record<string, string>> = { '<': 'lt', '>': 'gt', '&': 'amp', "'": 'apos', '"': 'quot' };
const characters: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(names).map(([character, name]) => [name, character]),
);

/** Text as it may stand in XML. Control characters become references, as S3 writes them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys may hold them.
const special = /[<>&'"\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g;

export function escapeXml(text: string): string {
  if (text.search(special) < 0) return text;
  return text.replace(special, character => `&${names[character] ?? `#x${character.charCodeAt(0).toString(16)}`};`);
}

export function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return characters[name] ?? whole;
  });
}

export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | readonly (readonly [name: string, content: XmlContent])[];

/** One element: text is escaped, pairs become its children, undefined is left out. */
export function element(name: string, content: XmlContent, attributes = ''): string {
  if (content === undefined) return '';
  return `<${name}${attributes}>${typeof content === 'object' ? elements(content) : escapeXml(String(content))}</${name}>`;
}

// A page of a listing holds 6,000 elements: a text that grows spares as many lists.
function elements(pairs: XmlContent & object): string {
  let text = '';
  for (const [name, content] of pairs) text += element(name, content);
  return text;
}

/** The texts of all elements of a name, however deep; enough for the two small documents that clients send. */
export function textsOf(xml: string, name: string): string[] {
  const pattern = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:\\w+:)?${name}>`, 'g');
  return Array.from(xml.matchAll(pattern), found => found[1]!);
}
