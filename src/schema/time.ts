import { integer, table, timestamp } from './table.ts';

export const time = table('time', {
  is: 'dimension',
  says: 'One row for each moment at which a play began, taken apart, in UTC.',
  columns: {
    start_time: timestamp('When a play began.').key(),
    hour: integer('Hour of the day, 0 to 23.').notNull().between(0, 23),
    day: integer('Day of the month.').notNull().between(1, 31),
    week: integer('ISO week.').notNull().between(1, 53),
    month: integer('Month, 1 to 12.').notNull().between(1, 12),
    year: integer('Calendar year.').notNull(),
    weekday: integer('Day of the week, 1 (Monday) to 7.').notNull().between(1, 7),
  },
  partitions: { year: () => 'year', month: () => 'month' },
  sortedBy: ['start_time'],
  built: {
    from: 'songplays',
    keyOf: 'start_time',
    where: 'start_time IS NOT NULL',
    select: (d, { songplays }) => `
SELECT start_time,
  ${d.hour('start_time')} AS hour,
  ${d.day('start_time')} AS day,
  ${d.isoWeek('start_time')} AS week,
  ${d.month('start_time')} AS month,
  ${d.year('start_time')} AS year,
  ${d.weekday('start_time')} AS weekday
FROM (SELECT DISTINCT start_time FROM ${songplays} AS p) AS moments`,
  },
});
