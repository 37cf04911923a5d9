import { duration } from '../../base/quantity.ts';
import { visible } from '../../base/text.ts';
import type { RunPayload } from '../../output/payload.ts';
import { progressParts, shareDone, stateSaid } from '../../output/run-progress.ts';
import type { StepState } from '../../output/run-state.ts';
import type { RunSummary } from '../../pipeline/events.ts';
import { h, type Wanted } from '../frame/element.ts';
import { icon } from '../frame/icons.ts';

/** A line a step: how far it is while the run goes on, and its share of the time once it has ended. */
export function stepsPart({ state, summary }: RunPayload, nowMs: number): Wanted | undefined {
  const steps = summary ? endedSteps(state.steps, summary) : state.steps;
  const longest = Math.max(0.001, ...steps.map(({ seconds }) => seconds ?? 0));
  if (steps.length === 0) return undefined;
  return h(
    'ul',
    { key: 'steps', class: 'steps', attributes: { role: 'list', 'aria-label': 'Steps' } },
    ...steps.map(step =>
      h(
        'li',
        { key: step.name, class: `step ${step.state}` },
        marks[step.state],
        h('span', { class: 'name' }, step.name),
        h('span', { class: 'word muted' }, stateSaid[step.state]),
        summary ? timeBar((step.seconds ?? 0) / longest) : progressBar(step, nowMs),
        h('span', { class: 'words' }, wordsOf(step, nowMs)),
      ),
    ),
  );
}

/** The account counts each step's seconds even where its events were not seen. */
function endedSteps(seen: readonly StepState[], { steps, status }: RunSummary): StepState[] {
  const interrupted: StepState['state'] = status === 'cancelled' ? 'cancelled' : 'failed';
  const unseen = steps.filter(({ name }) => !seen.some(step => step.name === name));
  return [
    ...seen.map(step => (step.state === 'started' ? { ...step, state: interrupted } : step)),
    ...unseen.map(({ name, seconds }) => ({ name, state: 'finished' as const, seconds })),
  ];
}

const marks: Record<StepState['state'], Wanted> = {
  waiting: icon('circle', 'muted'),
  started: icon('arc', 'busy'),
  finished: icon('check', 'good'),
  skipped: icon('dash', 'muted'),
  failed: icon('cross', 'bad'),
  cancelled: icon('dash', 'odd'),
};

function wordsOf(step: StepState, nowMs: number): string {
  if (step.state === 'waiting') return '';
  if (step.state === 'started') return progressParts(step, nowMs).join(' · ');
  return [duration(step.seconds ?? 0), step.note && visible(step.note)].filter(Boolean).join(' · ');
}

/** There from the start, so that nothing moves when the first figures come. */
function progressBar(step: StepState, nowMs: number): Wanted {
  const share = step.state === 'started' ? shareDone(step) : undefined;
  const role =
    step.state === 'started'
      ? {
          role: 'progressbar',
          'aria-label': step.name,
          'aria-valuemin': 0,
          'aria-valuemax': 100,
          'aria-valuenow': share === undefined ? undefined : Math.floor(share * 100),
          'aria-valuetext': progressParts(step, nowMs).join(', '),
        }
      : { 'aria-hidden': 'true' };
  return h(
    'span',
    { class: step.state === 'started' ? 'bar track' : 'bar', attributes: role },
    h('span', { class: 'fill', vars: { '--share': String(share ?? 0) } }),
  );
}

const timeBar = (share: number): Wanted =>
  h(
    'span',
    { class: 'bar', attributes: { 'aria-hidden': 'true' } },
    h('span', { class: 'fill time', vars: { '--share': share.toFixed(4) } }),
  );
