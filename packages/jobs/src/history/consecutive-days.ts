import type { JobStatistics } from './job-statistics.js';

type Day = JobStatistics['days'][number];
const DAY_MS = 86_400_000;

/** The last `most` days up to the last one, with empty ones where nothing ended: distances in a chart are time. */
export function consecutiveDays(days: readonly Day[], most: number): readonly Day[] {
  const last = days.at(-1);
  const first = days[0];
  if (last === undefined || first === undefined) return [];
  const known = new Map(days.map((day) => [day.day, day]));
  const end = Date.parse(last.day);
  const start = Math.max(Date.parse(first.day), end - (most - 1) * DAY_MS);
  return Array.from({ length: (end - start) / DAY_MS + 1 }, (_, at) => {
    const day = new Date(start + at * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { day, completed: 0, failed: 0, cancelled: 0, costUsd: 0 };
  });
}
