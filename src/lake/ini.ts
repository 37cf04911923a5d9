/** Section name -> key -> value; what stands before any header is in section ''. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads INI as AWS, configparser and people write it: `key = value` or `key: value`, `#` and `;` comments (after a value
 * only behind a space), quotes around a value, keys in any case. Of a key given twice, the later one holds. Indented lines
 * belong to the key above them (`s3 =` in AWS config) and are kept as `key.nested`.
 */
export function parseIni(text: string): Ini {
  const sections = new Map<string, Map<string, string>>();
  let section = sectionOf(sections, '');
  let parent: string | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    const header = /^\[([^\]]*)\]/.exec(trimmed)?.[1];
    if (header !== undefined) {
      section = sectionOf(sections, header.trim());
      parent = undefined;
      continue;
    }
    const [, name, raw] = /^([^=:]*)[=:](.*)$/.exec(trimmed) ?? [];
    if (name === undefined || raw === undefined) continue;
    const key = name.trim().toLowerCase();
    const isNested = parent !== undefined && /^\s/.test(line);
    section.set(isNested ? `${parent}.${key}` : key, bareValue(raw));
    if (!isNested) parent = bareValue(raw) === '' ? key : undefined;
  }
  return sections;
}

function sectionOf(sections: Map<string, Map<string, string>>, name: string): Map<string, string> {
  const section = sections.get(name) ?? new Map<string, string>();
  sections.set(name, section);
  return section;
}

function bareValue(raw: string): string {
  const trimmed = raw.trim();
  const [, , inQuotes] = /^(['"])(.*?)\1\s*(?:[#;].*)?$/.exec(trimmed) ?? [];
  return inQuotes ?? trimmed.replace(/(^|\s)[#;].*$/, '').trim();
}
