import { describe, expect, it } from 'vitest';
import type { CatalogOperation } from './operations-of.js';
import { rankOperations } from './rank-operations.js';

const operation = (line: string): CatalogOperation => {
  const [method = '', path = '', operationId = '', ...summary] = line.split(' ');
  return {
    method,
    path,
    summary: summary.join(' '),
    ...(operationId === '-' ? {} : { operationId }),
  };
};
const shop = [
  'GET /v1/orders listOrders List orders',
  'POST /v1/orders createOrder Create an order',
  'GET /v1/orders/{id} getOrder Get an order',
  'PATCH /v1/orders/{id} updateOrder Update an order',
  'DELETE /v1/orders/{id} deleteOrder Delete an order',
  'POST /v1/orders/{id}/refunds refundOrder Refund an order',
  'POST /v1/orders/{id}/comments addComment Add a comment to an order',
  'GET /v1/orders/{id}/comments listComments List comments of an order',
  'POST /v1/orders/bulk bulkOrders Create many orders at once',
  'GET /v1/customers listCustomers List customers',
  'GET /v1/me/orders listMyOrders List orders of the current user',
  'GET /v1/search search Search for anything',
].map(operation);
/** An API where every call is a POST and the verb is in the path. */
const remote = [
  'POST /sendMessage - Use this method to send text messages',
  'POST /deleteMessage - Use this method to delete a message',
  'POST /getChat - Use this method to get a chat',
].map(operation);

const best = (phrase: string, operations = shop) => {
  const { ranked, abstain } = rankOperations(phrase, operations);
  const top = ranked[0]?.operation;
  return abstain ? 'nothing' : `${top?.method} ${top?.path}`;
};

describe('rankOperations', () => {
  it.each([
    ['list orders', 'GET /v1/orders'],
    ['show all the orders', 'GET /v1/orders'],
    ['get an order', 'GET /v1/orders/{id}'],
    ['create an order', 'POST /v1/orders'],
    ['change an order', 'PATCH /v1/orders/{id}'],
    ['remove an order', 'DELETE /v1/orders/{id}'],
    ['refund an order', 'POST /v1/orders/{id}/refunds'],
    ['comment on an order', 'POST /v1/orders/{id}/comments'],
    ['list my orders', 'GET /v1/me/orders'],
    ['create orders in bulk', 'POST /v1/orders/bulk'],
    ['search invoices', 'GET /v1/search'],
    ['customers', 'GET /v1/customers'],
  ])('%j is %s', (phrase, expected) => {
    expect(best(phrase)).toBe(expected);
  });

  it.each([
    ['send a message', 'POST /sendMessage'],
    ['delete a message', 'POST /deleteMessage'],
    ['read a chat', 'POST /getChat'],
  ])('takes POST for everything where a document does: %j', (phrase, expected) => {
    expect(best(phrase, remote)).toBe(expected);
  });

  it.each(['water the plants', 'play a song', '', '!!!', 'mint an NFT'])(
    'says that nothing fits %j',
    (phrase) => {
      expect(best(phrase)).toBe('nothing');
    },
  );

  it('shows the next ones with their reasons, and as many as wanted', () => {
    const { ranked } = rankOperations('list orders', shop, { limit: 2 });
    expect(ranked).toHaveLength(2);
    expect(ranked[0]?.reasons).toEqual(['order', 'GET']);
    expect(ranked[0]!.score).toBeGreaterThan(ranked[1]!.score);
    expect(rankOperations('list orders', [])).toEqual({ ranked: [], abstain: true });
  });

  it('puts what is deprecated behind', () => {
    const old = { ...operation('GET /v0/orders oldOrders List orders'), deprecated: true as const };
    expect(rankOperations('list orders', [old, shop[0]!]).ranked[0]?.operation).toBe(shop[0]);
  });

  it('acts on one thing, not on the list of them', () => {
    const machines = [
      'POST /machines createMachine Create a machine',
      'POST /machines/{id}/actions machineAction Act on a machine',
    ].map(operation);
    expect(best('reboot a machine', machines)).toBe('POST /machines/{id}/actions');
  });
});
