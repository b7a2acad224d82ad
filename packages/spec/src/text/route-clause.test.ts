import { expect, test } from 'vitest';
import { parseText } from './parse-text.js';

const kinds = (text: string) =>
  parseText(text)
    .routed.map(({ kind }) => kind)
    .filter((kind) => kind !== 'nothing');

test.each([
  ['Always tell the agent the open tickets.', ['provider']],
  ['Keep the list of rooms available as context', ['provider']],
  ['let the agent see its balance', ['provider']],
  ['Search the handbook: search it and put the matching passages into the context', ['provider']],
  ['After every conversation, judge whether the user was happy and remember it', ['evaluator']],
  ['Detect insults in messages', ['evaluator']],
  ['Moderate group chats: warn users who swear', ['evaluator', 'action']],
  ['Expose a /health endpoint', ['route']],
  ['Receive GitHub webhooks and announce them in Slack', ['route']],
  ['Monitor a repository and notify a channel', ['service']],
  ['Tell me when a new version of Node.js gets released', ['service']],
  ['When a parcel arrives, send a message', ['service']],
  ['alert me if it rains', ['service']],
  ['send an invoice when the user asks', ['action']],
  ['Use Acme as the language model provider', ['model']],
  ['a provider with the open orders', ['provider']],
  ['Add an action to restart the server', ['action']],
  ['search the web and present the results', ['action', 'present']],
])('%s', (text, expected) => {
  expect(kinds(text)).toEqual(expected);
});
