import { createInterface } from 'node:readline/promises';
import { addAbortSignal } from 'node:stream';
import { cancelled } from '../../base/errors.ts';

/** All of standard input, to its end. */
export async function readInput(signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of addAbortSignal(signal, process.stdin)) chunks.push(chunk as Buffer);
  } catch (error) {
    throw signal.aborted ? cancelled() : error;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Asks on the terminal, beside the output; undefined where there is no terminal to ask on. */
export function asking(signal: AbortSignal): ((question: string) => Promise<string>) | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return async question => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    // On a terminal readline takes Ctrl+C for itself.
    lines.on('SIGINT', () => process.emit('SIGINT'));
    try {
      return (await lines.question(question, { signal })).trim();
    } catch (error) {
      throw signal.aborted ? cancelled() : error;
    } finally {
      lines.close();
    }
  };
}
