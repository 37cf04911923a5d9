import { noPaint, type Paint } from '../base/paint.ts';
import { counted, duration } from '../base/quantity.ts';
import { displayWidth, padEnd, shorten, visible } from '../base/text.ts';
import { progressParts, shareDone } from './run-progress.ts';
import type { RunState, StepState } from './run-state.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const nameWidth = 11;
const barWidth = 24;
/** More would scroll the top of the view away, and it could not be drawn over. */
const mostFailing = 5;

/** The run as it stands, as lines of at most `width` columns. */
export function liveLines(run: RunState, width: number, nowMs: number, paint: Paint = noPaint): string[] {
  const steps = run.steps.map(step => stepLine(step, width, nowMs, paint));
  const failing = run.failing
    .slice(-mostFailing)
    .map(({ name, status, failing: rows }) =>
      paint[status === 'failed' ? 'red' : 'yellow'](shorten(`    ${name} ${status}: ${counted(rows, 'row')}`, width)),
    );
  return [...steps, ...rejectLine(run, width, paint), ...failing];
}

function rejectLine({ reject }: RunState, width: number, paint: Paint): string[] {
  if (!reject) return [];
  const { object, line, reason } = reject;
  return [paint.yellow(shorten(`    set aside: ${visible(`${reason} (${object}:${line})`)}`, width))];
}

function stepLine(step: StepState, width: number, nowMs: number, paint: Paint): string {
  const mark = markOf(step, nowMs, paint);
  const room = width - nameWidth - 4;
  const name = padEnd(step.name, nameWidth);
  if (room < 8) return `  ${mark} ${shorten(step.name, Math.max(1, width - 4))}`;
  switch (step.state) {
    case 'waiting':
      return paint.dim(`  ${mark} ${step.name}`);
    case 'started':
      return `  ${mark} ${name}${underWay(step, room, nowMs, paint)}`.trimEnd();
    default:
      return `  ${mark} ${name}${shorten([duration(step.seconds ?? 0), step.note].filter(Boolean).join('  '), room)}`;
  }
}

function markOf({ state }: StepState, nowMs: number, paint: Paint): string {
  switch (state) {
    case 'waiting':
      return '·';
    case 'started':
      return paint.cyan(frames[Math.floor(nowMs / 100) % frames.length]!);
    case 'finished':
      return paint.green('✓');
    case 'skipped':
      return paint.dim('-');
    case 'failed':
      return paint.red('✗');
    case 'cancelled':
      return paint.yellow('-');
  }
}

function underWay(step: StepState, room: number, nowMs: number, paint: Paint): string {
  const share = shareDone(step);
  const bar = share !== undefined && room >= barWidth + 24 ? `${barOf(share, paint)}  ` : '';
  return bar + joined(progressParts(step, nowMs), bar ? room - barWidth - 2 : room);
}

function barOf(share: number, paint: Paint): string {
  const filled = Math.round(share * barWidth);
  return paint.cyan('━'.repeat(filled)) + paint.dim('─'.repeat(barWidth - filled));
}

/** As many parts as there is room for, the first ones first. */
function joined(parts: readonly string[], room: number): string {
  let line = '';
  for (const part of parts) {
    const longer = line === '' ? part : `${line} · ${part}`;
    if (displayWidth(longer) > room) break;
    line = longer;
  }
  return line || shorten(parts[0] ?? '', room);
}
