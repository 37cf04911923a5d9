/** What DuckDB says when a statement fails and `errors_as_json` is on. */
export interface DuckDbError {
  /** "Parser", "Binder", "Catalog", "IO", "Out of Memory", "INTERRUPT", … */
  readonly type: string;
  readonly message: string;
  /** Code points for a Parser error, UTF-8 bytes for all others; both from the start of the text. */
  readonly position?: number;
  readonly errno?: number;
  /** The table or view that is not there, where that is what is wrong. */
  readonly missingTable?: string;
}

/** Some errors arrive as JSON, some as JSON behind "Parser Error: ", some as plain "IO Error: …". */
export function readDuckDbError(error: unknown): DuckDbError {
  const text = error instanceof Error ? error.message : String(error);
  const json = text.indexOf('{"exception_type"');
  if (json >= 0) return fromJson(text.slice(json));
  const plain = /^(?:.*?: )??([A-Z][A-Za-z ]*?) Error: ([\s\S]*)$/.exec(text);
  return plain ? { type: plain[1]!, message: plain[2]! } : { type: 'Unknown', message: text };
}

function fromJson(json: string): DuckDbError {
  const fields = JSON.parse(json) as Record<string, string>;
  const number = (name: string) => (fields[name] === undefined ? {} : { [name]: Number(fields[name]) });
  return {
    type: fields.exception_type ?? 'Unknown',
    message: fields.exception_message ?? json,
    ...number('position'),
    ...number('errno'),
    ...(isMissingTable(fields) ? { missingTable: fields.name! } : {}),
  };
}

const isMissingTable = ({ error_subtype, type, name }: Record<string, string>): boolean =>
  error_subtype === 'MISSING_ENTRY' && (type === 'Table' || type === 'View') && name !== undefined;

export const isInterrupt = (error: unknown): boolean => readDuckDbError(error).type.toUpperCase() === 'INTERRUPT';
