import { duration } from '../../base/quantity.ts';
import type { RunPayload } from '../../output/payload.ts';
import { outcome } from '../../output/run-account.ts';
import { stateSaid } from '../../output/run-progress.ts';
import type { RunStatus } from '../../pipeline/events.ts';
import { h, type Wanted } from '../frame/element.ts';
import { icon } from '../frame/icons.ts';

/** How the run stands, on which file, and since when. */
export function headPart(payload: RunPayload, nowMs: number): Wanted {
  const { command, warehouse, summary } = payload;
  return h(
    'header',
    { class: 'head' },
    markOf(payload),
    h('strong', {}, saidOf(payload)),
    h(
      'span',
      { class: 'muted where', attributes: { title: warehouse } },
      `${summary || payload.plan ? `${command} · ` : ''}${fileName(warehouse)}`,
    ),
    h('span', { class: 'muted number' }, summary ? duration(summary.seconds) : elapsed(payload, nowMs)),
  );
}

/** For who listens: what changed, without the figures that change ten times a second. */
export function announcement(payload: RunPayload): string {
  const { state, summary } = payload;
  const now = state.steps.filter(step => step.state === 'started').map(({ name }) => name);
  return summary || payload.plan || now.length === 0
    ? saidOf(payload)
    : `${payload.command}: ${now.join(', ')} ${stateSaid.started}`;
}

function saidOf({ command, summary, plan, restored }: RunPayload): string {
  if (summary) return outcome(summary);
  if (plan) return 'What a run would do';
  return restored ? `${command} was under way` : `${command} ${stateSaid.started}`;
}

const marks: Record<RunStatus, Wanted> = {
  succeeded: icon('check', 'good'),
  unchanged: icon('check', 'good'),
  failed: icon('cross', 'bad'),
  cancelled: icon('dash', 'odd'),
};

function markOf({ summary, plan, restored }: RunPayload): Wanted {
  if (summary) return marks[summary.status];
  return plan || restored ? icon('circle', 'muted') : icon('arc', 'busy');
}

function elapsed({ state, plan }: RunPayload, nowMs: number): string {
  const starts = state.steps.flatMap(({ startedMs }) => startedMs ?? []);
  return plan || starts.length === 0 ? '' : duration(Math.max(0, nowMs - Math.min(...starts)) / 1000);
}

const fileName = (path: string) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
