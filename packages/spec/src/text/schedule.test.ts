import { expect, test } from 'vitest';
import { periodOf, readSchedule } from './schedule.js';

test.each([
  ['every 10 minutes', '*/10 * * * *'],
  ['every minute', '* * * * *'],
  ['hourly', '0 * * * *'],
  ['every hour', '0 * * * *'],
  ['every half hour', '*/30 * * * *'],
  ['every 6 hours', '0 */6 * * *'],
  ['every 24 hours', '0 0 * * *'],
  ['every 60 minutes', '0 * * * *'],
  ['every other day at 7am', '0 7 */2 * *'],
  ['every 3 days at 10:15', '15 10 */3 * *'],
  ['every monday at 8:30', '30 8 * * 1'],
  ['on Sundays at 8pm', '0 20 * * 0'],
  ['Mondays and Thursdays at 9', '0 9 * * 1,4'],
  ['on weekdays at noon', '0 12 * * 1-5'],
  ['every weekend', '0 9 * * 0,6'],
  ['every day at 9am', '0 9 * * *'],
  ['every morning', '0 9 * * *'],
  ['every evening at 8', '0 20 * * *'],
  ['every night', '0 22 * * *'],
  ['each afternoon', '0 15 * * *'],
  ['daily at 12am', '0 0 * * *'],
  ['post it nightly', '0 22 * * *'],
  ['twice a day', '0 9,21 * * *'],
  ['once a week', '0 9 * * 1'],
  ['monthly at 6:00', '0 6 1 * *'],
  ['every friday evening', '0 18 * * 5'],
  ['every day at midnight', '0 0 * * *'],
])('%s is %s', (text, cron) => {
  expect(readSchedule(text)?.cron).toBe(cron);
});

test('uneven rhythms are timers', () => {
  expect(readSchedule('every 30 seconds')).toMatchObject({ everyMs: 30_000 });
  expect(readSchedule('every 7 minutes')).toMatchObject({ everyMs: 420_000 });
  expect(readSchedule('every 5 hours')).toMatchObject({ everyMs: 18_000_000 });
  expect(readSchedule('every 2 weeks')).toMatchObject({ everyMs: 1_209_600_000 });
  expect(readSchedule('every 45m')).toMatchObject({ everyMs: 2_700_000 });
});

test('says which part was filled in', () => {
  expect(readSchedule('every day')?.assumed).toEqual(['the hour (9:00)']);
  expect(readSchedule('every day at 7')?.assumed).toEqual([]);
  expect(readSchedule('monthly')?.assumed).toHaveLength(2);
});

test.each([
  'show the weekly distance',
  'the daily limit',
  'after every message',
  'in an hour',
  'at 9',
  'every user',
  'every 0 minutes',
  'every 9000 days',
  'daily weather',
])('"%s" names no rhythm', (text) => {
  expect(readSchedule(text)).toBeUndefined();
});

test('times of the clock that do not exist are not taken', () => {
  expect(readSchedule('every day at 25:00')?.cron).toBe('0 9 * * *');
  expect(readSchedule('every day at 13pm')?.assumed).toHaveLength(1);
});

test('periods for hosts without cron', () => {
  expect(
    ['* * * * *', '*/5 * * * *', '0 * * * *', '0 */4 * * *', '0 9 * * *', '0 9 * * 1'].map((cron) =>
      periodOf({ cron }),
    ),
  ).toEqual([60_000, 300_000, 3_600_000, 14_400_000, 86_400_000, 604_800_000]);
  expect(periodOf({ everyMs: 5 })).toBe(5);
});
