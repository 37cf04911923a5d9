import { count, counted, duration } from '../../base/quantity.ts';
import type { Payload } from '../../output/payload.ts';
import type { RunSummary } from '../../pipeline/events.ts';

/** How a command ended, in a sentence or two for a message. */
export function outcomeText(
  line: string,
  status: 'succeeded' | 'failed' | 'cancelled',
  outputs: readonly Payload[],
): string {
  const name = line.split(' ', 1)[0]!;
  const failure = outputs.find(output => output.kind === 'error');
  if (failure) return failure.message;
  const summary = outputs.map(output => (output.kind === 'run' ? output.summary : undefined)).find(Boolean);
  return summary ? ofRun(name, summary) : `${name} ${status}.`;
}

function ofRun(name: string, summary: RunSummary): string {
  const { run, status, seconds, error } = summary;
  const who = run === undefined ? name : `${name} (run ${run})`;
  const took = `after ${duration(seconds)}`;
  if (status === 'cancelled') return `${who} was cancelled ${took}. What was committed is kept.`;
  if (error) return `${who} failed ${took}: ${error.message}`;
  if (status === 'unchanged') return `${who} found nothing new ${took}.`;
  return [`${who} succeeded ${took}:`, factsOf(summary)].join(' ');
}

function factsOf({ objects, tables, rejects, exports }: RunSummary): string {
  const plays = tables.songplays?.rows;
  const facts = [
    objects.read > 0 ? `${counted(objects.read, 'object')} read` : '',
    plays === undefined ? '' : `${count(plays)} songplays`,
    rejects > 0 ? `${counted(rejects, 'line')} set aside` : '',
    exports.length > 0 ? `exported to ${exports.map(({ uri }) => uri).join(', ')}` : '',
  ].filter(Boolean);
  return facts.length > 0 ? `${facts.join(', ')}.` : 'done.';
}
