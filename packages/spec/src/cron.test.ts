import { describe, expect, test } from 'vitest';
import { parseCron } from './cron.js';

describe('parseCron', () => {
  test('reads numbers, ranges, lists, steps and names', () => {
    expect(parseCron('*/20 9-11 1,15 JAN-mar mon-fri')).toEqual({
      minutes: [0, 20, 40],
      hours: [9, 10, 11],
      days: [1, 15],
      months: [1, 2, 3],
      weekdays: [1, 2, 3, 4, 5],
    });
  });

  test('takes 7 for Sunday, a step from a number to the end, and a step in a range', () => {
    expect(parseCron('50/5 10-20/5 * * 5-7')).toMatchObject({
      minutes: [50, 55],
      hours: [10, 15, 20],
      weekdays: [0, 5, 6],
    });
  });

  test.each([
    ['0 9 * *', 'five fields'],
    ['60 9 * * *', 'minute'],
    ['0 9 0 * *', 'day of the month'],
    ['0 9 * 13 *', 'month'],
    ['0 9 * * 8', 'day of the week'],
    ['0 9-5 * * *', 'hour'],
    ['*/0 * * * *', 'minute'],
    ['1-2-3 * * * *', 'minute'],
    [', * * * *', 'minute'],
    ['0 9 31 2,4,6 *', 'never run'],
  ])('refuses %s', (text, about) => {
    expect(parseCron(text)).toContain(about);
  });

  test('a day that no month has still runs when a weekday is named', () => {
    expect(parseCron('0 9 31 2 mon')).toMatchObject({ days: [31], weekdays: [1] });
  });
});
