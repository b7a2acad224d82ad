import { readFileSync } from 'node:fs';
import { readOpenApi } from '@plugwright/spec/openapi';
import { readText } from '@plugwright/spec/text';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import { type HttpDouble, json, startHttpDouble } from '../__fixtures__/http-double.js';
import { pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';

let server: HttpDouble;
let agent: Agent | undefined;
beforeAll(async () => {
  server = await startHttpDouble();
});
beforeEach(() => {
  server.received.length = 0;
});
afterEach(async () => agent?.stop());
afterAll(() => server.close());

/** An agent with the plugin that a sentence asks for. */
async function agentOf(sentence: string, name: string, settings: Record<string, string>) {
  const { spec } = readText(sentence);
  if (!spec) throw new Error('The sentence gives no spec.');
  const disk = await pluginOnDisk(spec, name);
  return startAgent([await disk.plugin()], settings);
}

describe('a request to an API', { timeout: 120_000 }, () => {
  it('is sent as the catalogue describes the operation, and its answer is told', async () => {
    server.answer((_, response) => json(response, { bitcoin: { usd: 101_000 } }));
    agent = await agentOf('Get the price of a coin from CoinGecko', 'sentence-price', {
      COINGECKO_BASE_URL: server.url,
      COINGECKO_API_KEY: 'demo',
    });
    const { result } = await agent.act('GET_PRICE', { ids: 'bitcoin' });
    expect(result).toMatchObject({ success: true, text: expect.stringContaining('101000') });
    expect(server.received).toMatchObject([
      {
        method: 'GET',
        path: '/simple/price?ids=bitcoin&vs_currencies=usd',
        headers: { 'x-cg-demo-api-key': 'demo' },
      },
    ]);
  });

  it('takes the account and the sender from settings', async () => {
    server.answer((_, response) => json(response, { sid: 'SM1' }, 201));
    const settings = {
      TWILIO_BASE_URL: server.url,
      TWILIO_ACCOUNT_SID: 'AC1',
      TWILIO_AUTH_TOKEN: 'secret',
      TWILIO_PHONE_NUMBER: '+15550100',
    };
    agent = await agentOf('Send a text message with Twilio', 'sentence-sms', settings);
    const name = agent.runtime.actions.find((one) => one.name.startsWith('SEND'))?.name ?? '';
    const { result } = await agent.act(name, { to: '+15550123', body: 'Hello' });
    expect(result).toMatchObject({ success: true });
    expect(server.received).toMatchObject([
      {
        method: 'POST',
        path: '/Accounts/AC1/Messages.json',
        body: 'To=%2B15550123&Body=Hello&From=%2B15550100',
      },
    ]);
  });
});

describe('an operation of an OpenAPI document', { timeout: 120_000 }, () => {
  it('is called, and its answer is told', async () => {
    server.answer((_, response) => json(response, { id: 7, name: 'Rex' }));
    const text = readFileSync(
      new URL('../../../../examples/petstore.yaml', import.meta.url),
      'utf8',
    );
    const read = await readOpenApi({ text }, { name: 'plugin-pets' });
    if (!read.ok) throw new Error('The document gives no spec.');
    const { spec } = read;
    const action = spec.actions.find(
      ({ run, parameters }) =>
        run.kind === 'http' &&
        run.method === 'GET' &&
        run.path.includes('{') &&
        parameters.length === 1,
    );
    if (!action) throw new Error('The document has no operation for one thing.');
    const secrets = Object.values(spec.auth).flatMap((scheme) =>
      'env' in scheme ? [scheme.env] : [],
    );
    const settings = {
      ...Object.fromEntries(secrets.map((env) => [env, 'key'])),
      ...Object.fromEntries(Object.values(spec.apis).map((api) => [api.baseUrlEnv, server.url])),
    };
    const disk = await pluginOnDisk(spec, 'openapi-pets');
    agent = await startAgent([await disk.plugin()], settings);
    const { result } = await agent.act(action.name, { [action.parameters[0]!.name]: 7 });
    expect(result).toMatchObject({ success: true, text: expect.stringContaining('Rex') });
    expect(server.received).toMatchObject([{ method: 'GET', path: expect.stringMatching(/\/7$/) }]);
  });
});
