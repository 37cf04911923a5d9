import { visible } from '../../base/text.ts';
import type { Plan } from '../../pipeline/plan.ts';
import { h, type Wanted } from '../frame/element.ts';

export const planPart = ({ steps }: Plan): Wanted =>
  h(
    'dl',
    { key: 'plan', class: 'plan' },
    ...steps.flatMap(({ name, does, details }) => [
      h('dt', { key: name }, name),
      h(
        'dd',
        { key: name },
        h('div', {}, visible(does)),
        ...details.map(detail => h('div', { class: 'muted code' }, visible(detail))),
      ),
    ]),
  );
