import type { Context } from 'mocha';
import { skipBecause } from '../support/skip.ts';
import { type Gesture, type Orders, ordersVariable } from './orders.ts';

const { hands } = JSON.parse(process.env[ordersVariable]!) as Orders;

/** In a desktop VS Code nobody sits at the window. */
export function needsPerson(context: Context): void {
  if (hands === undefined) skipBecause(context, 'nobody sits at the window to answer');
}

/** Who sits at the window. */
export const person = {
  /** Takes a row of the list that is asked. */
  choose: (label: string) => perform({ do: 'choose', label }),
  /** Answers the question that says this. */
  answer: (question: string, text: string) => perform({ do: 'answer', question, text }),
  /** Presses Enter on what is proposed, once that says this. */
  accept: (text: string) => perform({ do: 'accept', text }),
  /** What stands in a part of the window, by its selector. */
  read: (where: string) => perform({ do: 'read', where }),
  click: (where: string, label: string) => perform({ do: 'click', where, label }),
};

async function perform(gesture: Gesture): Promise<string> {
  const response = await fetch(hands!, { method: 'POST', body: JSON.stringify(gesture) });
  const said = await response.text();
  if (!response.ok) throw new Error(`At the window: ${said}`);
  return said;
}
