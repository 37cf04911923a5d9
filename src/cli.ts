#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { asSparkifyError, type SparkifyError } from './base/errors.ts';
import { paintFor } from './base/paint.ts';
import { exitCodeOf } from './commands/exit-codes.ts';
import type { Face, TextStyle } from './commands/run/context.ts';
import { isPipelineCommand, stepsOf } from './commands/steps-of.ts';
import { type Understood, understand } from './commands/understand.ts';
import { jsonText } from './output/json-text.ts';
import { failedSummary } from './output/run-summary.ts';
import { onInterrupt } from './session/shell/interrupts.ts';
import { progressOn } from './session/shell/progress.ts';
import { ShellSession } from './session/shell/shell-session.ts';
import { asking, readInput } from './session/shell/stdin.ts';
import { StandardOutput } from './session/shell/stdout.ts';

const { env, stderr, stdout } = process;
const folder = process.cwd();
const output = new StandardOutput(stdout);
const paint = paintFor(stderr.isTTY, env);
const style: TextStyle = { width: stdout.isTTY ? stdout.columns || 80 : Infinity, paint: paintFor(stdout.isTTY, env) };
// Nobody is left to tell that nobody listens any more.
stderr.on('error', () => undefined);

// Every request under way listens to the signal of its run, or to one derived from it: hundreds are no leak.
setMaxListeners(0);

const words = process.argv.slice(2);
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    if (words[0] === '--version') {
      await output.write(`${version()}\n`);
      return 0;
    }
    return await run(understand(words, { folder, env }));
  } catch (error) {
    return await fail(asSparkifyError(error));
  }
}

/** What this face itself wants to know of the settings. */
type FaceSettings = { json?: boolean; quiet?: boolean; plan?: boolean; export?: readonly string[] };

async function run({ command, options, home }: Understood): Promise<number> {
  const { json = false, quiet = false, plan = false, export: exports = [] } = options as FaceSettings;
  const steps = isPipelineCommand(command.name) && !plan ? stepsOf(command.name, exports) : [];
  const progress = progressOn(stderr, { steps, isQuiet: quiet, paint });
  const stopping = new AbortController();
  const ignoreInterrupts = onInterrupt({
    stop: () => stopping.abort(),
    isSlow: () => progress.tell('Stopping… Ctrl+C again ends at once.'),
    endAtOnce: () => {
      progress.close();
      process.exit(exitCodeOf('cancelled'));
    },
  });
  // An editor that is killed cannot say so; that its channel is closed does.
  process.once('disconnect', () => stopping.abort());
  // To listen for that is no reason to live on.
  process.channel?.unref();
  if (process.send && !process.connected) stopping.abort();
  const face: Face = {
    signal: stopping.signal,
    emit: progress.emit,
    write: chunk => output.write(chunk),
    tell: progress.tell,
    readInput: () => readInput(stopping.signal),
    ask: json ? undefined : asking(stopping.signal),
    style,
  };
  // A fault in a callback, where no await would meet it, ends the command like any other.
  const fault = new Promise<never>((_, reject) => process.on('uncaughtException', reject));
  const session = new ShellSession({ folder: home, env });
  try {
    const { data, text, error } = await Promise.race([session.run(command, options, face), fault]);
    progress.close();
    if (json && data) await output.write(jsonText(data));
    else if (!json && text) await output.write(text(style));
    // On a terminal the outcome has said it already.
    if (error && (json || !stdout.isTTY)) stderr.write(`${paint.red('sparkify:')} ${error.message}\n`);
    return error ? exitCodeOf(error.code) : 0;
  } finally {
    progress.close();
    stopping.abort();
    await session.close();
    ignoreInterrupts();
  }
}

/** Says what went wrong: in words on standard error, or as the one JSON document that was promised. */
async function fail(error: SparkifyError): Promise<number> {
  const { code, message, position } = error;
  // Of sparkify.json the sentence itself begins with the place, as a terminal opens it.
  const at = position && code !== 'usage.project' ? `line ${position.line}, column ${position.column}: ` : '';
  stderr.write(`${paint.red('sparkify:')} ${at}${message} ${paint.dim(`(${code})`)}\n`);
  if (code === 'internal' && error.cause instanceof Error) stderr.write(`${paint.dim(error.cause.stack ?? '')}\n`);
  if (words.slice(0, [...words, '--'].indexOf('--')).includes('--json')) {
    const data = isPipelineCommand(words[0] ?? '')
      ? failedSummary(error, Math.round(performance.now()) / 1000)
      : { error: { code, message, ...position } };
    await output.write(jsonText(data));
  }
  return exitCodeOf(code);
}

function version(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}
