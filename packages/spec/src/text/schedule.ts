import { verbLemma } from './lemma.js';

/** When something happens again and again, read from words. Offsets in the text that was searched. */
export interface Schedule {
  /** Five fields; absent when the rhythm does not fit a cron line evenly. */
  cron?: string;
  everyMs?: number;
  start: number;
  end: number;
  /** What was not said and was filled in: `the hour (9:00)`. */
  assumed: string[];
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const DAY = '(?:sun|mon|tues|wednes|thurs|fri|satur)days?';
const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  other: 2,
  half: 0.5,
};
const COUNT = `(\\d{1,4}|${Object.keys(NUMBERS).join('|')})`;
const UNIT_MS = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
} as const;
const AT =
  /\b(?:at|around|by)\s+(?:(noon|midday|midnight)|(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?(?:\s*o'?clock)?)(?![\d%])/i;
const BARE_TIME = /\b(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)\b|\b([01]?\d|2[0-3]):([0-5]\d)\b/i;

interface Clock {
  hour: number;
  minute: number;
}

/** `at 9`, `at 8:30 pm`, `at noon`; undefined when no hour is named. */
function clockIn(text: string): Clock | undefined {
  const at = AT.exec(text);
  if (at) {
    if (at[1] !== undefined) return { hour: /midnight/i.test(at[1]) ? 0 : 12, minute: 0 };
    return clock(Number(at[2]), Number(at[3] ?? 0), at[4]);
  }
  const bare = BARE_TIME.exec(text);
  if (!bare) return undefined;
  return bare[1] === undefined
    ? clock(Number(bare[4]), Number(bare[5]), undefined)
    : clock(Number(bare[1]), Number(bare[2] ?? 0), bare[3]);
}

function clock(hour: number, minute: number, half: string | undefined): Clock | undefined {
  const pm = half !== undefined && /^p/i.test(half);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const full = half === undefined ? hour : (hour % 12) + (pm ? 12 : 0);
  return full > 23 || minute > 59 ? undefined : { hour: full, minute };
}

interface Found {
  cron?: string;
  everyMs?: number;
  assumed?: string[];
}
type Rule = readonly [RegExp, (match: RegExpExecArray, at: Clock | undefined) => Found | undefined];

const withHour = (at: Clock | undefined, fallback: number, days: string): Found => {
  const { hour, minute } = at ?? { hour: fallback, minute: 0 };
  const cron = `${minute} ${hour} * * ${days}`;
  return at ? { cron } : { cron, assumed: [`the hour (${fallback}:00)`] };
};

/** The first that matches wins. */
const RULES: readonly Rule[] = [
  [
    new RegExp(
      `\\b(?:every|each|once every|once per)\\s+(?:${COUNT}\\s*)(?:-\\s*)?(second|minute|min|hour|hr|day|week)s?\\b`,
      'i',
    ),
    (match, at) => interval(numberOf(match[1] ?? '1'), unitOf(match[2] ?? ''), at),
  ],
  [
    /\bevery\s+(\d{1,3})\s?(s|m|h|d)\b/i,
    (match, at) => interval(Number(match[1]), unitOf(match[2] ?? ''), at),
  ],
  [
    /\b(?:(?:every|each|once (?:an?|per)|once every)\s+hour|hourly|on the hour)\b/i,
    () => ({ cron: '0 * * * *' }),
  ],
  [/\b(?:(?:every|each|once (?:a|per))\s+minute|minutely)\b/i, () => ({ cron: '* * * * *' })],
  [
    /\b(?:every|each|on|in)?\s*(?:half[- ]hour|half an hour)(?:ly)?\b/i,
    () => ({ cron: '*/30 * * * *' }),
  ],
  [
    /\btwice (?:a|per|every) day\b|\btwice daily\b/i,
    (_, at) => ({
      cron: `${at?.minute ?? 0} ${at?.hour ?? 9},${((at?.hour ?? 9) + 12) % 24} * * *`,
      assumed: at ? [] : ['the hours (9:00 and 21:00)'],
    }),
  ],
  [
    new RegExp(
      `\\b(?:(?:every|each|on|weekly on)\\s+)(${DAY}(?:\\s*(?:,|and|&|or|,\\s*and)\\s*(?:on\\s+)?${DAY})*)(?:\\s+(morning|evening|night|afternoon)s?)?`,
      'i',
    ),
    (match, at) => withHour(at, partOfDay(match[2]), daysOf(match[1] ?? '')),
  ],
  [
    new RegExp(`\\b(${DAY.replace('days?', 'days')}(?:\\s*(?:,|and|&)\\s*${DAY})*)\\s+at\\b`, 'i'),
    (match, at) => withHour(at, 9, daysOf(match[1] ?? '')),
  ],
  [
    /\b(?:every|each|on)?\s*(?:weekdays?|working days?|business days?|workdays?)\b(?:\s+(morning|evening|afternoon))?/i,
    (match, at) => withHour(at, partOfDay(match[1]), '1-5'),
  ],
  [
    /\b(?:every|each|on|at)\s+(?:the\s+)?weekends?\b|\bweekends\b/i,
    (_, at) => withHour(at, 9, '0,6'),
  ],
  [
    /\b(?:every|each)\s+(?:single\s+)?(day|morning|evening|night|afternoon)\b/i,
    (match, at) => withHour(eveningHour(at, match[1]), partOfDay(match[1]), '*'),
  ],
  [
    /\b(?:daily|once (?:a|per) day|nightly)\b/i,
    (match, at) => withHour(at, /nightly/i.test(match[0]) ? 22 : 9, '*'),
  ],
  [/\b(?:weekly|(?:every|each|once (?:a|per)) week)\b/i, (_, at) => withHour(at, 9, '1')],
  [
    /\b(?:monthly|(?:every|each|once (?:a|per)) month|(?:on )?the first (?:day )?of (?:the|each|every) month)\b/i,
    (_, at) => {
      const { hour, minute } = at ?? { hour: 9, minute: 0 };
      return {
        cron: `${minute} ${hour} 1 * *`,
        assumed: at ? ['the day (the 1st)'] : ['the day (the 1st)', 'the hour (9:00)'],
      };
    },
  ],
];

/** What is made once in each period; with other nouns (`daily limit`, `monthly payment`) the word only describes. */
const ISSUED =
  /^\s+(?:digests?|summar(?:y|ies)|reports?|briefings?|updates?|newsletters?|reminders?|recaps?|overviews?|round-?ups?|check-?ins?|posts?|messages?|e-?mails?|tweets?|standups?|reviews?|backups?|alerts?|quiz(?:zes)?|quotes?|jokes?|tips?|facts?|news|headlines)\b/i;
const SENDS =
  /\b(?:send|post|share|publish|deliver|email|give|write|tweet|tell|remind|make|get)\w*\b/i;
/** A word that begins something new behind `daily`. */
const FUNCTION_WORD =
  /^\s+(?:at|on|in|to|from|by|and|or|with|for|the|an?|my|our|your|its|their|about|using|via|whether|if|when|then|around|before|after|between|through|into|of|is|are|that|which|it|them|me|us|everyone|people|all|every)\b/i;

/** `hourly rate`, `daily limit`, `weekly distance`: the word only describes a noun. */
function describesNoun(before: string, after: string): boolean {
  if (!/^\s+\p{L}/u.test(after) || FUNCTION_WORD.test(after)) return false;
  const word = /^\s+(\p{L}+)/u.exec(after)?.[1]?.toLowerCase() ?? '';
  const lead = verbLemma(word);
  // "Daily post the news": an order begins here.
  if (lead?.form === 'base' && (!lead.verb.noun || before.trim() === '')) return false;
  return !(ISSUED.test(after) && SENDS.test(before));
}

/** The rhythm a text names, or nothing. Never a guess: only words of the table count (cron as in POSIX crontab). */
export function readSchedule(text: string): Schedule | undefined {
  for (const [pattern, make] of RULES) {
    const match = pattern.exec(text);
    if (!match) continue;
    const end = match.index + match[0].length;
    const adverb = /^(?:hourly|daily|weekly|monthly|nightly)$/i.test(match[0].trim());
    if (adverb && describesNoun(text.slice(0, match.index), text.slice(end))) continue;
    const found = make(match, clockIn(text));
    if (!found) continue;
    const at = AT.exec(text) ?? BARE_TIME.exec(text);
    const { assumed = [], ...when } = found;
    const near = at && Math.abs(at.index - end) < 24;
    return {
      ...when,
      assumed,
      start: near ? Math.min(match.index, at.index) : match.index,
      end: near ? Math.max(end, at.index + at[0].trimEnd().length) : end,
    };
  }
  return undefined;
}

const numberOf = (word: string) => NUMBERS[word.toLowerCase()] ?? Number(word);
const unitOf = (word: string): keyof typeof UNIT_MS => {
  const letter = word.toLowerCase();
  if (letter.startsWith('s')) return 'second';
  if (letter.startsWith('m')) return 'minute';
  if (letter.startsWith('h')) return 'hour';
  return letter.startsWith('w') ? 'week' : 'day';
};

/** `*``/N` is even only where N divides its unit; otherwise a timer. */
function interval(
  count: number,
  unit: keyof typeof UNIT_MS,
  at: Clock | undefined,
): Found | undefined {
  if (!Number.isFinite(count) || count <= 0) return undefined;
  const everyMs = count * UNIT_MS[unit];
  if (everyMs < 1000 || everyMs > 31 * UNIT_MS.day) return undefined;
  if (unit === 'minute' && 60 % count === 0 && Number.isInteger(count))
    return { cron: count === 1 ? '* * * * *' : count === 60 ? '0 * * * *' : `*/${count} * * * *` };
  if (unit === 'hour' && 24 % count === 0 && Number.isInteger(count))
    return { cron: count === 1 ? '0 * * * *' : count === 24 ? '0 0 * * *' : `0 */${count} * * *` };
  if (unit === 'hour' && count === 0.5) return { cron: '*/30 * * * *' };
  if (unit === 'day' && Number.isInteger(count)) {
    const { cron = '', assumed = [] } = withHour(at, 9, '*');
    const [minute, hour] = cron.split(' ');
    return {
      cron: `${minute} ${hour} ${count === 1 ? '*' : `*/${count}`} * *`,
      assumed: count === 1 ? assumed : [...assumed, 'days are counted from the 1st of the month'],
    };
  }
  if (unit === 'week' && count === 1) return withHour(at, 9, '1');
  return { everyMs };
}

const partOfDay = (word: string | undefined) =>
  word === undefined ? 9 : ({ evening: 18, night: 22, afternoon: 15 }[word.toLowerCase()] ?? 9);

/** `every evening at 8` means 20:00. */
function eveningHour(at: Clock | undefined, part: string | undefined): Clock | undefined {
  if (!at || part === undefined) return at;
  return /evening|night|afternoon/i.test(part) && at.hour > 3 && at.hour < 12
    ? { ...at, hour: at.hour + 12 }
    : at;
}

function daysOf(text: string): string {
  const days = [...text.toLowerCase().matchAll(/[a-z]+day/g)].map(([day]) => DAYS.indexOf(day));
  return [...new Set(days)]
    .filter((day) => day >= 0)
    .sort()
    .join(',');
}

/** Whole milliseconds between two runs, for hosts that know no cron; the shortest gap of the common forms. */
export function periodOf({ cron, everyMs }: Pick<Schedule, 'cron' | 'everyMs'>): number {
  if (everyMs !== undefined) return everyMs;
  const [minute = '*', hour = '*', , , day = '*'] = (cron ?? '').split(' ');
  const step = /^\*\/(\d+)$/;
  if (minute === '*') return UNIT_MS.minute;
  const minutes = step.exec(minute)?.[1];
  if (minutes !== undefined) return Number(minutes) * UNIT_MS.minute;
  if (hour === '*') return UNIT_MS.hour;
  const hours = step.exec(hour)?.[1];
  if (hours !== undefined) return Number(hours) * UNIT_MS.hour;
  return /^\d$/.test(day) ? UNIT_MS.week : UNIT_MS.day;
}
