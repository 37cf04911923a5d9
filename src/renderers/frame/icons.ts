import { h, type Wanted } from './element.ts';

const shapes = {
  circle: ['M8 3.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0 -9'],
  arc: ['M8 3a5 5 0 1 1 -4.8 3.6'],
  check: ['M3.5 8.5l3 3l6 -7'],
  dash: ['M4.5 8h7'],
  cross: ['M4.5 4.5l7 7', 'M11.5 4.5l-7 7'],
  chevron: ['M6 4l4 4l-4 4'],
  warning: ['M8 2.8l6 10.7h-12z', 'M8 6.8v3', 'M8 11.6v.1'],
} as const;

export type IconName = keyof typeof shapes;

/** A shape beside words that say the same. */
export const icon = (name: IconName, colour: string): Wanted =>
  h(
    'svg',
    { key: name, class: `icon ${name} ${colour}`, attributes: { viewBox: '0 0 16 16', 'aria-hidden': 'true' } },
    ...shapes[name].map(d => h('path', { attributes: { d } })),
  );
