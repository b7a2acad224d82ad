import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { COMPUTE_NAMES, readSpec } from '@plugwright/spec';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import { pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';
import { COMPUTE_CASES } from '../compute-cases.js';

const text = readFileSync(new URL('../../../../examples/compute.yaml', import.meta.url), 'utf8');
const actionOf = (name: string) =>
  name === 'convertCurrency'
    ? 'CALCULATOR_CONVERT_AT_RATE'
    : `CALCULATOR_${name.replace(/[A-Z]/g, (sign) => `_${sign}`).toUpperCase()}`;

describe('computation', () => {
  let agent: Agent;
  let server: Server;
  const asked: string[] = [];
  let rates: unknown = { USD: 1.25 };
  const say = async (name: string, input: Record<string, unknown>) =>
    (await agent.act(actionOf(name), input)).result;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ rates }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const read = readSpec(text);
    if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
    const disk = await pluginOnDisk(read.spec, 'compute');
    const { port } = server.address() as AddressInfo;
    agent = await startAgent([await disk.plugin()], {
      CALCULATOR_RATES_URL: `http://127.0.0.1:${port}/v1`,
    });
  });
  afterAll(async () => {
    await agent.stop();
    server.close();
  });

  const known = COMPUTE_NAMES.flatMap((name) =>
    COMPUTE_CASES[name].map((one) => ({ name, ...one })),
  );
  it.each(known)('$name of $input', async ({ name, input, says }) => {
    expect((await say(name, input))?.text).toMatch(new RegExp(says));
  });

  it.each([
    ['convertUnits', { value: 1, from: 'furlongs', to: 'm' }, /do not know the unit "furlongs"/],
    ['convertUnits', { value: 1, from: 'kg', to: 'm' }, /kg is a unit of mass and m one of length/],
    ['convertUnits', { value: 3, from: 'square feet', to: 'm²' }, /= 0\.27870912 m²$/],
    [
      'convertUnits',
      { value: 100, from: 'kilometers per hour', to: 'mph' },
      /= 62\.1371192237 mph$/,
    ],
    ['convertUnits', { value: 0, from: 'K', to: 'degrees celsius' }, /= -273\.15 °C$/],
    ['dateDifference', { from: '2026-05-10', to: '2026-05-01' }, /: -9 days$/],
    ['dateDifference', { from: '2024-02-29', to: '2026-02-28', unit: 'years' }, /: 2 years$/],
    ['dateDifference', { from: '2026-02-30' }, /is no date that I can read/],
    ['dateDifference', { from: 'today', timeZone: 'Nowhere' }, /do not know the time zone/],
    [
      'addToDate',
      { date: '2026-03-28T12:00', amount: 1, timeZone: 'Europe/Berlin' },
      /: 2026-03-29 12:00 /,
    ],
    [
      'addToDate',
      { date: '2026-03-28T12:00', amount: 24, unit: 'hours', timeZone: 'Europe/Berlin' },
      /: 2026-03-29 13:00 /,
    ],
    ['addToDate', { date: '2026-03-01', amount: 900_000_000, unit: 'years' }, /outside the years/],
    [
      'timeInZone',
      { timeZone: 'New York', time: '2026-01-01T12:00:00Z' },
      /^2026-01-01 07:00 in America/,
    ],
    ['arithmetic', { expression: '2 ** 3 ÷ 4 × 2' }, /= 4$/],
    ['arithmetic', { expression: 'max(1, 2, 3) + round(2.5) % 2' }, /= 4$/],
    ['arithmetic', { expression: '('.repeat(100) }, /nested too deeply/],
    ['arithmetic', { expression: '2 +' }, /ends too early/],
    ['arithmetic', { expression: 'sqrt(1, 2)' }, /takes one number/],
    ['arithmetic', { expression: '9^9^9' }, /no number that can be written/],
    ['arithmetic', { expression: 'constructor(1)' }, /do not know "constructor"/],
    ['percentage', { value: 0, of: 5, mode: 'change' }, /from zero/],
    ['randomNumber', { min: 5, max: 1 }, /larger than the largest/],
    ['randomNumber', { min: 0.2, max: 0.8 }, /No whole number/],
    ['rollDice', { notation: '101d6' }, /cannot roll/],
    ['encodeText', { text: 'wyg', encoding: 'hex', direction: 'decode' }, /cannot be decoded/],
    ['convertCurrency', { amount: 1, from: 'euro', to: 'USD' }, /three letters/],
    ['convertCurrency', { amount: 1, from: 'EUR', to: 'USD' }, /I need the rate/],
  ])('%s of %j', async (name, input, says) => {
    expect((await say(name, input))?.text).toMatch(says);
  });

  it('asks for the rate of the day, and only when it needs one', async () => {
    const convert = async (input: object) =>
      (
        await agent.act('CALCULATOR_CONVERT_CURRENCY', {
          amount: 10,
          from: 'eur',
          to: 'usd',
          ...input,
        })
      ).result;
    expect((await convert({}))?.text).toBe('10.00 EUR = 12.50 USD (1 EUR = 1.25 USD)');
    expect(asked).toEqual(['/v1/latest?base=EUR&symbols=USD']);
    expect((await convert({ rate: 2 }))?.text).toContain('= 20.00 USD');
    expect((await convert({ to: 'EUR' }))?.text).toContain('= 10.00 EUR');
    expect(asked).toHaveLength(1);
    rates = {};
    expect(await convert({})).toMatchObject({
      success: false,
      text: 'The source has no rate of EUR in USD.',
    });
  });
});
