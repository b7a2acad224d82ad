import type { ComputeName } from '@plugwright/spec';

/** What a function must say. */
export interface ComputeCase {
  input: Record<string, unknown>;
  /** Source of a regular expression that the reply matches. */
  says: string;
}

/** Known answers, worked out by other means; a pattern where chance has a part. */
export const COMPUTE_CASES: Readonly<Record<ComputeName, readonly ComputeCase[]>> = {
  convertUnits: [
    { input: { value: 5, from: 'km', to: 'miles' }, says: '^5 km = 3\\.10685596119 mi$' },
    { input: { value: 212, from: '°F', to: 'Celsius' }, says: '^212 °F = 100 °C$' },
    { input: { value: 1, from: 'inches', to: 'CM' }, says: '^1 in = 2\\.54 cm$' },
    { input: { value: 1, from: 'MB', to: 'Mbit' }, says: '^1 MB = 8 Mbit$' },
  ],
  convertCurrency: [
    {
      input: { amount: 100, from: 'eur', to: 'usd', rate: 1.1 },
      says: '^100\\.00 EUR = 110\\.00 USD',
    },
    { input: { amount: 3, from: 'EUR', to: 'EUR' }, says: '= 3\\.00 EUR' },
  ],
  dateDifference: [
    { input: { from: '2024-02-28', to: '2024-03-01' }, says: ': 2 days$' },
    { input: { from: '2026-01-31', to: '2026-02-28', unit: 'months' }, says: ': 1 month$' },
    {
      input: { from: '2026-03-29', to: '2026-03-30', unit: 'hours', timeZone: 'Europe/Berlin' },
      says: ': 23 hours$',
    },
  ],
  addToDate: [
    {
      input: { date: '2026-01-31', amount: 1, unit: 'months' },
      says: ': 2026-02-28 \\(Saturday\\)$',
    },
    { input: { date: '2024-02-29', amount: -1, unit: 'years' }, says: ': 2023-02-28 ' },
    { input: { date: '2026-03-01', amount: 10 }, says: ': 2026-03-11 ' },
  ],
  dayOfWeek: [
    { input: { date: '2000-01-01' }, says: '^2000-01-01 is a Saturday$' },
    { input: { date: 'no date' }, says: 'no date that I can read' },
  ],
  timeInZone: [
    {
      input: { timeZone: 'tokyo', time: '2026-01-01T00:30:00Z' },
      says: '^2026-01-01 09:30 in Asia/Tokyo',
    },
    {
      input: { timeZone: 'UTC', time: '2026-07-01T12:00', fromZone: 'America/New_York' },
      says: '^2026-07-01 16:00 in UTC',
    },
  ],
  percentage: [
    { input: { value: 15, of: 200 }, says: '^15% of 200 = 30$' },
    { input: { value: 50, of: 200, mode: 'ratio' }, says: '^50 is 25% of 200$' },
    { input: { value: 80, of: 100, mode: 'change' }, says: '\\+25%$' },
    { input: { value: 10, of: 50, mode: 'decrease' }, says: '= 45$' },
  ],
  arithmetic: [
    { input: { expression: '(2 + 3) * 4 - 2^3^0' }, says: '= 18$' },
    { input: { expression: '-2^2 + sqrt(16) / 0.5' }, says: '= 4$' },
    { input: { expression: '0.1 + 0.2' }, says: '= 0\\.3$' },
    { input: { expression: '1 / (2 - 2)' }, says: 'divided by zero' },
    { input: { expression: 'process.exit(1)' }, says: '^I (?:cannot read|do not|did not)' },
  ],
  statistics: [
    {
      input: { values: [2, 4, 4, 5, 10] },
      says: 'mean: 5\\nmedian: 4\\nmode: 4\\n[\\s\\S]*standard deviation: 3$',
    },
  ],
  randomNumber: [{ input: { min: 3, max: 5 }, says: '^[345]$' }],
  rollDice: [
    { input: { notation: '2d6+3' }, says: '^2d6\\+3: (?:[5-9]|1[0-5]) ' },
    { input: { notation: 'six' }, says: 'cannot roll' },
  ],
  flipCoin: [{ input: { count: 1 }, says: '^(?:heads|tails)$' }],
  pickOne: [{ input: { options: ['tea', 'coffee'] }, says: '^(?:tea|coffee)$' }],
  uuid: [
    {
      input: { count: 2 },
      says: '^[\\da-f]{8}-[\\da-f]{4}-4[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}\\n[\\da-f-]{36}$',
    },
  ],
  hashText: [
    {
      input: { text: 'abc', algorithm: 'sha256' },
      says: '^ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad$',
    },
    { input: { text: 'abc', algorithm: 'md5' }, says: '^900150983cd24fb0d6963f7d28e17f72$' },
  ],
  encodeText: [
    { input: { text: 'héllo', encoding: 'base64' }, says: '^aMOpbGxv$' },
    { input: { text: 'a b/ü', encoding: 'url' }, says: '^a%20b%2F%C3%BC$' },
    { input: { text: 'aMOpbGxv', encoding: 'base64', direction: 'decode' }, says: '^héllo$' },
    { input: { text: 'zz', encoding: 'hex', direction: 'decode' }, says: 'cannot be decoded' },
  ],
  countText: [
    {
      input: { text: 'Hello world. How are you?\nFine' },
      says: '^30 characters \\(25 without spaces\\), 6 words, 3 sentences, 2 lines$',
    },
  ],
  loanPayment: [
    {
      input: { principal: 200_000, annualRate: 6, years: 30 },
      says: '^1199\\.10 per month for 360 months',
    },
    { input: { principal: 1200, annualRate: 0, years: 1 }, says: '^100\\.00 per month' },
  ],
  compoundInterest: [
    {
      input: { principal: 1000, annualRate: 5, years: 10, timesPerYear: 1 },
      says: 'grows to 1628\\.89 in 10 years',
    },
  ],
  tip: [
    {
      input: { bill: 80, percent: 20, people: 4 },
      says: '^Tip 16\\.00 \\(20%\\), 96\\.00 in all; 24\\.00 for each of 4$',
    },
  ],
};
