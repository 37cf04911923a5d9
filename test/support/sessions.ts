import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorPayload, Payload, ResultPayload, RunPayload, TextPayload } from '../../src/output/payload.ts';
import type { RunEvent } from '../../src/pipeline/events.ts';
import type { Completion, Executed, ExecuteParams, Place } from '../../src/session/asked.ts';
import { Sessions, type SessionsOptions } from '../../src/session/sessions.ts';
import { bareEnv } from './lakes.ts';

export interface Told extends Executed {
  readonly events: readonly RunEvent[];
}

/** What a test says of an execution, where it matters. */
export interface Asking {
  readonly session?: string;
  readonly name?: string;
  readonly names?: readonly string[];
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface Notebook {
  /** Gone afterwards; the warehouse w.duckdb lies in it, or will. */
  readonly folder: string;
  readonly path: string;
  readonly sessions: Sessions;
  /** All lines of the log, and all that was told to have changed. */
  readonly logged: readonly string[];
  readonly changes: readonly (string | undefined)[];
  sql(text: string, asking?: Asking): Promise<Told>;
  sparkify(text: string, asking?: Asking): Promise<Told>;
  /** Completes at the bar, which is no part of the text. */
  complete(language: 'sql' | 'sparkify', text: string, session?: string): Promise<readonly Completion[]>;
}

/** Sessions on a warehouse of their own that is not there yet. */
export async function atNotebook<T>(
  work: (notebook: Notebook) => Promise<T>,
  options: Partial<SessionsOptions> & { readonly beneath?: string } = {},
): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sparkify-session-')));
  const path = join(folder, 'w.duckdb');
  const logged: string[] = [];
  const changes: (string | undefined)[] = [];
  const sessions = new Sessions({
    warehouse: path,
    memoryLimit: '1GB',
    threads: 1,
    idleCloseMs: 600_000,
    pageRows: 10,
    env: { ...bareEnv },
    log: (level, line) => logged.push(`${level} ${line}`),
    changed: session => changes.push(session),
    ...options,
  });
  const place = ({ session = 'notebook', env = {} }: Asking): Place => ({ session, folder, env });
  let executions = 0;
  const cells = new Map<string, Set<string>>();
  const execute = async (language: ExecuteParams['language'], text: string, asking: Asking = {}): Promise<Told> => {
    const { session = 'notebook', name, signal = new AbortController().signal, onEvent } = asking;
    const events: RunEvent[] = [];
    const emit = (event: RunEvent) => {
      events.push(event);
      onEvent?.(event);
    };
    executions += 1;
    // A notebook has the cells that ran, unless it is said which it has.
    const ran = cells.get(session) ?? new Set();
    const names = asking.names ?? [...ran].filter(each => each !== name);
    if (name !== undefined) cells.set(session, ran.add(name));
    const params = { place: place(asking), execution: String(executions), language, text, name, names };
    return { ...(await sessions.execute(params, { signal, emit })), events };
  };
  try {
    return await work({
      folder,
      path,
      sessions,
      logged,
      changes,
      sql: (text, asking) => execute('sql', text, asking),
      sparkify: (text, asking) => execute('sparkify', text, asking),
      complete: (language, text, session = 'notebook') =>
        sessions.complete({
          place: place({ session }),
          language,
          text: text.replace('|', ''),
          offset: text.indexOf('|'),
        }),
    });
  } finally {
    await sessions.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type OfKind<K extends Payload['kind']> = Extract<Payload, { kind: K }>;

/** The only output of this kind. */
export function only<K extends Payload['kind']>({ outputs }: Executed, kind: K): OfKind<K> {
  const found = outputs.filter((output): output is OfKind<K> => output.kind === kind);
  assert.equal(found.length, 1, JSON.stringify(outputs));
  return found[0]!;
}

export function resultOf(executed: Executed): ResultPayload {
  assert.equal(executed.status, 'succeeded', JSON.stringify(executed.outputs));
  return only(executed, 'result');
}

export function errorOf(executed: Executed): ErrorPayload {
  assert.equal(executed.status, 'failed', JSON.stringify(executed.outputs));
  return only(executed, 'error');
}

export const textOf = (executed: Executed): TextPayload => only(executed, 'text');
export const runOf = (executed: Executed): RunPayload => only(executed, 'run');
