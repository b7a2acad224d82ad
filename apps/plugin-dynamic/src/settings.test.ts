import { describe, expect, it } from 'vitest';
import { orderOf } from './order.js';
import { readSettings } from './settings.js';

const read = (settings: Record<string, unknown>, env: Record<string, string> = {}) =>
  readSettings(
    { agentId: 'ada' as never, getSetting: ((name: string) => settings[name] ?? null) as never },
    env,
  );

describe('the settings', () => {
  it('have defaults: a directory for each agent, owners and admins, no files', () => {
    expect(read({}, { XDG_STATE_HOME: '/state' })).toEqual({
      jobsDirectory: '/state/plugwright/agents/ada/jobs',
      pluginsDirectory: '/state/plugwright/agents/ada/plugins',
      roles: ['OWNER', 'ADMIN'],
      documents: undefined,
      allowUrls: true,
      concurrency: undefined,
      requireIsolation: undefined,
      ordersPerHour: 20,
      webhook: undefined,
      webhookSecret: undefined,
    });
  });

  it('come from the agent, then from the environment', () => {
    const env = {
      PLUGWRIGHT_HOME: '/env',
      PLUGWRIGHT_DOCUMENTS: '/docs',
      PLUGWRIGHT_CONCURRENCY: '2',
    };
    const settings = {
      PLUGWRIGHT_HOME: '/own',
      PLUGWRIGHT_PLUGINS: '/plugins',
      PLUGWRIGHT_ROLES: 'owner, none,',
      PLUGWRIGHT_ALLOW_URLS: false,
      PLUGWRIGHT_REQUIRE_ISOLATION: 'Sandbox',
      PLUGWRIGHT_ORDERS_PER_HOUR: '3',
      PLUGWRIGHT_CONCURRENCY: ' ',
    };
    expect(read(settings, env)).toMatchObject({
      jobsDirectory: '/own/jobs',
      pluginsDirectory: '/plugins',
      roles: ['OWNER'],
      documents: '/docs',
      allowUrls: false,
      concurrency: undefined,
      requireIsolation: 'sandbox',
      ordersPerHour: 3,
    });
    expect(read({}, env)).toMatchObject({ jobsDirectory: '/env/jobs', concurrency: 2 });
  });

  it.each([
    ['PLUGWRIGHT_HOME', 'relative', 'an absolute path'],
    ['PLUGWRIGHT_CONCURRENCY', '0', 'a whole number above 0'],
    ['PLUGWRIGHT_ORDERS_PER_HOUR', '1e9', 'a whole number above 0'],
    ['PLUGWRIGHT_ALLOW_URLS', 'maybe', 'true or false'],
    ['PLUGWRIGHT_REQUIRE_ISOLATION', 'some', 'sandbox or restricted'],
    ['PLUGWRIGHT_WEBHOOK', 'http://example.com', 'an https address'],
  ])('%s cannot be %s', (name, value, wanted) => {
    expect(() => read({ [name]: value })).toThrow(`The setting ${name} has to be ${wanted}.`);
  });
});

it('takes a webhook only with what signs it', () => {
  const webhook = 'https://hook.example/';
  expect(() => read({ PLUGWRIGHT_WEBHOOK: webhook })).toThrow(
    'The setting PLUGWRIGHT_WEBHOOK_SECRET has to be whsec_',
  );
  const settings = { PLUGWRIGHT_WEBHOOK: webhook, PLUGWRIGHT_WEBHOOK_SECRET: 'whsec_x' };
  expect(read(settings)).toMatchObject({ webhook, webhookSecret: 'whsec_x' });
});

describe('the order in a job', () => {
  const order = { agentId: 'a', roomId: 'r', entityId: 'e' };
  it.each([null, 'text', [], {}, { order: 1 }, { order: [] }, { order: { ...order, roomId: 1 } }])(
    'is none in %j',
    (input) => {
      expect(orderOf(input)).toBeUndefined();
    },
  );
  it('is what was put there, and nothing else', () => {
    expect(orderOf({ order: { ...order, other: 1, source: 2 } })).toEqual(order);
    const whole = { ...order, source: 'chat', messageId: 'm' };
    expect(orderOf({ order: whole })).toEqual(whole);
  });
});
