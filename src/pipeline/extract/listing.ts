import type { Lake, LakeObject } from '../../lake/lake.ts';
import { isDataName } from '../../lake/names.ts';
import type { Connection } from '../../warehouse/connection.ts';
import type { ObjectKind } from './batch.ts';

export interface ListingCounts {
  listed: number;
  skipped: number;
  /** Listed, and already loaded as they are. */
  unchanged: number;
  /** New or changed. */
  wanted: number;
  wantedBytes: number;
}

// The first part is small, so that reading soon begins; each takes one look through the books, so the later ones are large.
const firstPart = 25_000;
const largestPart = 100_000;

/** A lake whose objects are being told. */
export interface Told {
  readonly kind: ObjectKind;
  readonly lake: Lake;
  readonly pages: AsyncIterable<readonly LakeObject[]>;
  /** Nobody takes any more: makes the pages end soon. */
  readonly stop: () => void;
}

/** Lists one lake, and holds what it finds against the books. */
export class Listing {
  readonly counts: ListingCounts = { listed: 0, skipped: 0, unchanged: 0, wanted: 0, wantedBytes: 0 };
  private readonly connection: Connection;
  readonly kind: ObjectKind;
  private readonly lake: Lake;
  private readonly pages: Told['pages'];
  private readonly table: string;
  private knowsSome = false;

  /** `connection` is the listing's own while it lives: what was listed is kept in a temporary table of it. */
  constructor(connection: Connection, { kind, lake, pages }: Told) {
    this.connection = connection;
    this.lake = lake;
    this.pages = pages;
    this.kind = kind;
    this.table = `sparkify_listed_${kind}`;
  }

  get lakeUri(): string {
    return this.lake.uri;
  }

  /** The objects to read, page by page: new or changed ones, or all with `full`. */
  async *wanted({ full, signal }: { full: boolean; signal: AbortSignal }): AsyncGenerator<readonly LakeObject[]> {
    this.knowsSome = await this.prepare();
    if (!this.knowsSome) {
      for await (const page of this.dataPages()) yield this.counted(page);
      return;
    }
    // One part is held against the books while the next is listed.
    let comparing: Promise<readonly LakeObject[]> = Promise.resolve([]);
    for await (const part of this.parts()) {
      const before = comparing;
      comparing = before.then(() => this.notInBooks(part, full, signal));
      // Awaited below; until then a failure must not count as unhandled.
      comparing.catch(() => undefined);
      yield this.counted(await before);
    }
    yield this.counted(await comparing);
  }

  /** Loaded once and no longer in the lake; only to be asked when the listing came to its end. */
  async countVanished(): Promise<number> {
    if (!this.knowsSome) return 0;
    const { vanished } = await this.connection.one<{ vanished: number }>(
      `SELECT count(*) AS vanished FROM (${this.vanishedUris})`,
      { params: this.mine },
    );
    return vanished;
  }

  /** Keeps their addresses in a temporary table of the connection, and gives what selects them. */
  async keepVanished(): Promise<string> {
    const table = `sparkify_vanished_${this.kind}`;
    await this.connection.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${this.vanishedUris}`, { params: this.mine });
    return `SELECT uri FROM ${table}`;
  }

  private counted(wanted: readonly LakeObject[]): readonly LakeObject[] {
    this.counts.wanted += wanted.length;
    for (const { size } of wanted) this.counts.wantedBytes += size;
    return wanted;
  }

  private get mine() {
    return { kind: this.kind, lake: this.lake.uri };
  }

  private get vanishedUris(): string {
    return `SELECT uri FROM (SELECT uri FROM books.objects WHERE kind = $kind AND starts_with(uri, $lake)) ANTI JOIN ${this.table} USING (uri)`;
  }

  private async prepare(): Promise<boolean> {
    await this.connection.run(`CREATE OR REPLACE TEMP TABLE ${this.table} (uri VARCHAR)`);
    const { known } = await this.connection.one<{ known: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM books.objects WHERE kind = $kind AND starts_with(uri, $lake)) AS known',
      { params: this.mine },
    );
    return known;
  }

  private async *dataPages(): AsyncGenerator<readonly LakeObject[]> {
    for await (const page of this.pages) {
      const objects = page.filter(object => isDataName(object.key));
      this.counts.listed += objects.length;
      this.counts.skipped += page.length - objects.length;
      if (objects.length > 0) yield objects;
    }
  }

  private async *parts(): AsyncGenerator<Part> {
    let pages: PageText[] = [];
    let objects = 0;
    let enough = firstPart;
    for await (const page of this.dataPages()) {
      pages.push(textOf(page));
      objects += page.length;
      if (objects < enough) continue;
      yield { pages, objects };
      enough = Math.min(2 * enough, largestPart);
      pages = [];
      objects = 0;
    }
    if (objects > 0) yield { pages, objects };
  }

  private async notInBooks(
    { pages, objects }: Part,
    full: boolean,
    signal: AbortSignal,
  ): Promise<readonly LakeObject[]> {
    const { connection, table } = this;
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${table}_part AS
       SELECT $lake || r[1] AS uri, r[1] AS key, r[2]::BIGINT AS size, r[3] AS etag, r[4]::BIGINT AS modified_ms
       FROM (SELECT unnest(from_json(page, '[["VARCHAR"]]')) AS r FROM (SELECT unnest($pages::VARCHAR[]) AS page))`,
      { params: { lake: this.lake.uri, pages }, signal },
    );
    await connection.run(`INSERT INTO ${table} SELECT uri FROM ${table}_part`, { signal });
    if (full) return pages.flatMap(objectsOf);
    const rows = await connection.rows<{ key: string; size: number; etag: string | null; modifiedMs: number }>(
      `SELECT l.key, l.size, l.etag, l.modified_ms AS modifiedMs
       FROM ${table}_part AS l LEFT JOIN books.objects AS o ON o.uri = l.uri AND o.kind = $kind
       WHERE o.uri IS NULL OR o.size <> l.size
         OR CASE WHEN o.etag IS NOT NULL AND l.etag IS NOT NULL THEN o.etag <> l.etag ELSE epoch_ms(o.modified) <> l.modified_ms END`,
      { params: { kind: this.kind }, signal },
    );
    this.counts.unchanged += objects - rows.length;
    return rows.map(row => ({ ...row, etag: row.etag ?? undefined }));
  }
}

/**
 * The objects of a page as JSON: a thousand times fewer values to hand over, small enough to be parsed in passing, and one text
 * instead of thousands of objects while a part is gathered.
 */
type PageText = string;

interface Part {
  readonly pages: readonly PageText[];
  readonly objects: number;
}

const textOf = (page: readonly LakeObject[]): PageText =>
  JSON.stringify(page.map(({ key, size, etag, modifiedMs }) => [key, size, etag ?? null, Math.floor(modifiedMs)]));

const objectsOf = (page: PageText): LakeObject[] =>
  (JSON.parse(page) as [string, number, string | null, number][]).map(([key, size, etag, modifiedMs]) => ({
    key,
    size,
    etag: etag ?? undefined,
    modifiedMs,
  }));
