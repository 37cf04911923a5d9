const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|(\w+));/gi, (whole, hex, decimal, name: string | undefined) => {
    if (name !== undefined) return entities[name] ?? whole;
    const point = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // As they stand, a reader of XML would make spaces or line feeds of these.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

export const encodeEntities = (text: string): string =>
  text.replace(/[&<>"'\t\n\r]/g, character => escapes[character]!);

/** Whether XML 1.0 has a way to say this text: most control characters have none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
export const fitsXml = (text: string): boolean => !/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text);

/** The text of the first element with this name, decoded. */
export function textOfTag(xml: string, name: string): string | undefined {
  const open = xml.indexOf(`<${name}>`);
  if (open < 0) return undefined;
  const start = open + name.length + 2;
  const end = xml.indexOf(`</${name}>`, start);
  return end < 0 ? undefined : decodeEntities(xml.slice(start, end));
}
