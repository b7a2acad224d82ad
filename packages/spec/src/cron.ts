/** The values at which each field of a cron expression fires. Weekdays: 0 is Sunday. */
export interface CronFields {
  minutes: readonly number[];
  hours: readonly number[];
  days: readonly number[];
  months: readonly number[];
  weekdays: readonly number[];
}

interface Field {
  name: string;
  min: number;
  max: number;
  names?: readonly string[];
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');
const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of the week', min: 0, max: 7, names: WEEKDAYS },
];
/** Days of the longest month of each number. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads five-field cron (IEEE Std 1003.1, `crontab`; with steps and names as in Vixie cron). Gives what
 * is wrong with it otherwise, as a sentence.
 */
export function parseCron(expression: string): CronFields | string {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== 5)
    return `A cron expression has five fields (minute hour day month weekday), this one has ${parts.length}.`;
  const values: number[][] = [];
  for (const [index, field] of FIELDS.entries()) {
    const found = parseField(parts[index] ?? '', field);
    if (typeof found === 'string') return found;
    values.push(found);
  }
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = values;
  if (
    parts[4]?.startsWith('*') &&
    !months.some((month) => days.some((day) => day <= (LONGEST[month - 1] ?? 0)))
  )
    return 'There is no such day in these months, so it would never run.';
  return {
    minutes,
    hours,
    days,
    months,
    weekdays: [...new Set(weekdays.map((day) => day % 7))].sort((a, b) => a - b),
  };
}

function parseField(text: string, field: Field): number[] | string {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/([1-9]\d{0,3}))?$/.exec(part) ?? [];
    const ends = range === '*' ? [String(field.min), String(field.max)] : range.split('-');
    const [first, last = step === undefined ? first : field.max] = ends.map((end) =>
      numberOf(end, field),
    );
    if (first === undefined || last === undefined || ends.length > 2 || first > last)
      return `"${part}" is no ${field.name}: write *, a number from ${field.min} to ${field.max}, a range such as ${field.min}-${field.max}, a list, or a step such as */2.`;
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function numberOf(text: string, { min, max, names }: Field): number | undefined {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + min;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}
