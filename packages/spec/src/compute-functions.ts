import type { ComputeName } from './compute-names.js';
import type { JsonSchema } from './json-schema.js';
import type { Parameter } from './plugin-spec.js';

/** What a function of a `compute` run is for, and what it has to be given. */
export interface ComputeFunction {
  /** One sentence, for people and models. */
  summary: string;
  /** In the order in which they are asked for. */
  parameters: readonly Parameter[];
}

const parameter = (
  name: string,
  description: string,
  schema: JsonSchema,
  more: { required?: boolean; examples?: unknown[] } = {},
): Parameter => ({ name, description, required: false, schema, examples: [], ...more });
const needed = (name: string, description: string, schema: JsonSchema, ...examples: unknown[]) =>
  parameter(name, description, schema, { required: true, examples });

const NUMBER: JsonSchema = { type: 'number' };
const TEXT: JsonSchema = { type: 'string' };
const positive = (type: 'number' | 'integer' = 'number'): JsonSchema => ({
  type,
  exclusiveMinimum: 0,
});
const choice = (values: string[], fallback?: string): JsonSchema => ({
  type: 'string',
  enum: values,
  ...(fallback === undefined ? {} : { default: fallback }),
});
const whole = (minimum: number, maximum: number, fallback: number): JsonSchema => ({
  type: 'integer',
  minimum,
  maximum,
  default: fallback,
});

const DATE_UNITS = ['seconds', 'minutes', 'hours', 'days', 'weeks', 'months', 'years'];
const zone = parameter(
  'timeZone',
  'IANA time zone in which the days are counted; default UTC',
  TEXT,
  {
    examples: ['Europe/Berlin'],
  },
);
const anyDate = (name: string, what: string) =>
  needed(name, `${what}: YYYY-MM-DD, a full ISO 8601 time, "today" or "now"`, TEXT, '2026-03-01');
const principal = needed('principal', 'Money at the start', positive(), 10_000);
const annualRate = needed(
  'annualRate',
  'Interest per year, in percent',
  { type: 'number', minimum: 0, maximum: 1000 },
  5,
);
const years = needed('years', 'Years', { type: 'number', exclusiveMinimum: 0, maximum: 100 }, 10);
const text = needed('text', 'The text', TEXT, 'hello world');

/** Every function of a `compute` run. The parameters are fixed: a spec may leave them out, and change only what is said about them. */
export const computeFunctions: Readonly<Record<ComputeName, ComputeFunction>> = {
  convertUnits: {
    summary: 'Converts a measurement from one unit into another.',
    parameters: [
      needed('value', 'The number to convert', NUMBER, 5),
      needed('from', 'Unit of the number, such as km, lb, °F or litres', TEXT, 'km'),
      needed('to', 'Unit that is wanted', TEXT, 'miles'),
    ],
  },
  convertCurrency: {
    summary: 'Converts an amount of money from one currency into another.',
    parameters: [
      needed('amount', 'Amount of money', NUMBER, 100),
      needed('from', 'Three-letter code of the currency of the amount', TEXT, 'EUR'),
      needed('to', 'Three-letter code of the wanted currency', TEXT, 'USD'),
      parameter('rate', 'How much one unit of the first is worth in the second', positive(), {
        examples: [1.1],
      }),
    ],
  },
  dateDifference: {
    summary: 'Says how much time lies between two dates.',
    parameters: [
      anyDate('from', 'First date'),
      parameter('to', 'Second date; default today', TEXT, { examples: ['2026-12-24'] }),
      parameter('unit', 'Unit of the answer', choice(DATE_UNITS, 'days')),
      zone,
    ],
  },
  addToDate: {
    summary: 'Adds a span of time to a date, or takes it away.',
    parameters: [
      anyDate('date', 'The date'),
      needed('amount', 'How many units; negative goes back', { type: 'integer' }, 10),
      parameter('unit', 'Unit of the span', choice(DATE_UNITS, 'days')),
      zone,
    ],
  },
  dayOfWeek: {
    summary: 'Says which day of the week a date is.',
    parameters: [anyDate('date', 'The date'), zone],
  },
  timeInZone: {
    summary: 'Says what time it is in another time zone.',
    parameters: [
      needed(
        'timeZone',
        'IANA time zone or a city of one, such as Asia/Tokyo or Tokyo',
        TEXT,
        'Asia/Tokyo',
      ),
      parameter('time', 'ISO 8601 time, or HH:MM of today; default now', TEXT, {
        examples: ['14:30'],
      }),
      parameter('fromZone', 'Time zone of a time without one; default UTC', TEXT, {
        examples: ['America/New_York'],
      }),
    ],
  },
  percentage: {
    summary: 'Works out percentages: a share, a ratio, a change, an increase or a decrease.',
    parameters: [
      needed('value', 'The percentage, or the first number', NUMBER, 15),
      needed('of', 'The number it is about', NUMBER, 200),
      parameter(
        'mode',
        'of: value % of the number; ratio: value as % of it; change: % from value to it; increase, decrease: it plus or minus value %',
        choice(['of', 'ratio', 'change', 'increase', 'decrease'], 'of'),
      ),
    ],
  },
  arithmetic: {
    summary: 'Evaluates an arithmetic expression.',
    parameters: [
      needed(
        'expression',
        'Numbers, + - * / % ^, parentheses, sqrt, abs, round, floor, ceil, min, max, ln, log, sin, cos, tan, pi, e',
        { type: 'string', maxLength: 500 },
        '(2 + 3) * 4',
      ),
    ],
  },
  statistics: {
    summary: 'Describes numbers: count, sum, mean, median, mode, spread.',
    parameters: [
      needed(
        'values',
        'The numbers',
        { type: 'array', items: NUMBER, minItems: 1, maxItems: 10_000 },
        [2, 4, 4, 5, 10],
      ),
    ],
  },
  randomNumber: {
    summary: 'Picks a random number.',
    parameters: [
      parameter('min', 'Smallest number', { type: 'number', default: 1 }),
      parameter('max', 'Largest number', { type: 'number', default: 100 }),
      parameter('whole', 'Only whole numbers', { type: 'boolean', default: true }),
    ],
  },
  rollDice: {
    summary: 'Rolls dice.',
    parameters: [
      parameter(
        'notation',
        'Number of dice, "d", sides, and what is added, such as 2d6+3',
        { type: 'string', maxLength: 50, default: '1d6' },
        { examples: ['2d6+3'] },
      ),
    ],
  },
  flipCoin: {
    summary: 'Flips a coin.',
    parameters: [parameter('count', 'How often', whole(1, 1000, 1))],
  },
  pickOne: {
    summary: 'Picks one of several options by chance.',
    parameters: [
      needed(
        'options',
        'What to pick from',
        { type: 'array', items: TEXT, minItems: 1, maxItems: 1000 },
        ['tea', 'coffee'],
      ),
    ],
  },
  uuid: {
    summary: 'Makes random identifiers (UUID version 4).',
    parameters: [parameter('count', 'How many', whole(1, 100, 1))],
  },
  hashText: {
    summary: 'Computes the hash of a text.',
    parameters: [
      text,
      parameter(
        'algorithm',
        'The hash function',
        choice(['sha256', 'sha512', 'sha1', 'md5'], 'sha256'),
      ),
    ],
  },
  encodeText: {
    summary: 'Encodes or decodes a text.',
    parameters: [
      text,
      parameter('encoding', 'How', choice(['base64', 'base64url', 'hex', 'url'], 'base64')),
      parameter('direction', 'Which way', choice(['encode', 'decode'], 'encode')),
    ],
  },
  countText: {
    summary: 'Counts characters, words, sentences and lines of a text.',
    parameters: [text],
  },
  loanPayment: {
    summary: 'Works out the monthly payment of a loan, and what it costs in all.',
    parameters: [principal, annualRate, years],
  },
  compoundInterest: {
    summary: 'Works out what savings grow to with compound interest.',
    parameters: [
      principal,
      annualRate,
      years,
      parameter('timesPerYear', 'How often interest is added each year', whole(1, 366, 12)),
      parameter('contribution', 'Money added at the end of each such period', {
        type: 'number',
        minimum: 0,
        default: 0,
      }),
    ],
  },
  tip: {
    summary: 'Works out the tip of a bill, and what each person pays.',
    parameters: [
      needed('bill', 'Amount of the bill', { type: 'number', minimum: 0 }, 42.5),
      parameter('percent', 'Tip in percent', {
        type: 'number',
        minimum: 0,
        maximum: 1000,
        default: 15,
      }),
      parameter('people', 'How many share the bill', whole(1, 1000, 1)),
    ],
  },
};
