import { once } from 'node:events';
import { count } from '../../base/quantity.ts';
import type { OptionsOf } from '../command.ts';
import type { playground } from '../playground.ts';
import { quoted } from '../words.ts';
import type { Context, Outcome } from './context.ts';

/** Serves until it is told to stop: that is how it ends well. */
export async function runPlayground(options: OptionsOf<typeof playground>, context: Context): Promise<Outcome> {
  const { servePlayground } = await import('../../playground/serve.ts');
  const { songs, days, users, seed, port, folder, latency } = options;
  const server = await servePlayground({ songs, days, users, seed, port, folder, latencyMs: latency });
  try {
    const { url, howTo } = server;
    const { flags, environment } = howTo;
    if (options.json) await context.write(`${JSON.stringify({ url, port: server.port, flags, environment })}\n`);
    else await context.write(instructions(options, url, flags, environment));
    if (!context.signal.aborted) await once(context.signal, 'abort');
    return {};
  } finally {
    await server.close();
  }
}

function instructions(
  { songs, days, folder }: OptionsOf<typeof playground>,
  url: string,
  flags: readonly string[],
  environment: Readonly<Record<string, string>>,
): string {
  const what = folder ?? `a lake of ${count(songs)} songs and ${count(days)} days of events`;
  const exports = Object.entries(environment).map(([name, value]) => `  export ${name}=${quoted(value)}`);
  return `Serving ${what} as S3 at ${url}. Ctrl+C ends it.

In another terminal:

${exports.join('\n')}
  sparkify etl ${flags.map(quoted).join(' ')}

`;
}
