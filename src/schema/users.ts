import { fieldsOf, smallestFirst } from './ranking.ts';
import { stagingEvents } from './staging-events.ts';
import { bigint, table, text } from './table.ts';

const rest = fieldsOf(stagingEvents, 'user_id', 'ts', 'item_in_session', 'session_id');

export const users = table('users', {
  is: 'dimension',
  says: 'One row for each listener seen on any page, as of their latest event.',
  columns: {
    user_id: bigint('The listener.').key(),
    first_name: text('First name.'),
    last_name: text('Last name.'),
    gender: text('F or M.'),
    level: text('Subscription at their latest event: free or paid.').oneOf('free', 'paid'),
  },
  sortedBy: ['user_id'],
  built: {
    from: 'staging_events',
    keyOf: 'user_id',
    where: 'user_id IS NOT NULL',
    // Ranking only the events of each listener's last millisecond costs a tenth of ranking all.
    select: (_, { staging_events }) => `
WITH latest AS (
  SELECT user_id, max(ts) AS ts
  FROM ${staging_events} AS e
  WHERE user_id IS NOT NULL
  GROUP BY user_id
),
ranked AS (
  SELECT e.*, row_number() OVER (
    PARTITION BY e.user_id
    ORDER BY e.item_in_session DESC, e.session_id DESC, ${smallestFirst(rest.map(column => `e.${column}`))}
  ) AS place
  FROM ${staging_events} AS e
  JOIN latest ON latest.user_id = e.user_id AND latest.ts = e.ts
)
SELECT user_id, first_name, last_name, gender, level FROM ranked WHERE place = 1`,
  },
});
