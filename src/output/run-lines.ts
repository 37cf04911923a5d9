import { counted, duration } from '../base/quantity.ts';
import type { RunEvent } from '../pipeline/events.ts';

/** What a log gets to read of an event: a line when something ended or went wrong, none for mere progress. */
export function logLine(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'step': {
      if (event.state === 'started') return undefined;
      const how = event.state === 'finished' ? '' : ` ${event.state}`;
      return `${event.step}:${how} ${duration(event.seconds)}${event.note ? `, ${event.note}` : ''}`;
    }
    case 'check': {
      const { name, status, failing, says } = event.check;
      return status === 'passed' ? undefined : `check ${name} ${status}: ${counted(failing, 'row')}. ${says}`;
    }
    case 'warning':
      return `warning: ${event.message}`;
    case 'progress':
    case 'table':
    case 'reject':
      return undefined;
  }
}
