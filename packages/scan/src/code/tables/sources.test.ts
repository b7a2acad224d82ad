import { describe, expect, it } from 'vitest';
import { wrongLines } from '../../__fixtures__/check-lines.js';
import { isSecretName } from './sources.js';

it('knows where data comes from', async () => {
  expect(
    await wrongLines({
      'src/index.js': `
const { exec } = require('child_process');
const fs = require('fs');
const Koa = require('koa');
const { program, Command } = require('commander');
const app = new Koa();
app.use((ctx) => {
  exec(ctx.query.a); // BAD command-injection
  exec(ctx.request.body.a); // BAD command-injection
  exec(ctx.req.url); // BAD command-injection
  exec(ctx.body); // OK command-injection
  exec(ctx.state.a); // OK command-injection
  exec(ctx.request.ctx); // OK command-injection
  exec(ctx.req.socket); // OK command-injection
});
function middle(context, next) { exec(context.query.a); } // BAD command-injection
exports.middle = middle;
exports.lambda = async (event, context) => { exec(event.body); }; // BAD command-injection
exports.serve = (request, response) => { exec(request.body); response.end(); }; // BAD command-injection
exports.next = (_req) => 1;
require('express')().get('/', (req, res) => {
  exec(req.app); // OK command-injection
  exec('x ' + req.body.length); // OK command-injection
});
exec('x ' + process.execPath); // BAD command-injection
exec('x ' + process.argv[2]); // BAD command-injection
exec('x ' + process.argv[0]); // OK command-injection
exec('x ' + process.pid); // OK command-injection
exec('x ' + require('yargs').argv.name); // BAD command-injection
exec('x ' + require('optimist').usage); // OK command-injection
exec('x ' + program.name); // OK command-injection
exec('x ' + program.folder); // BAD command-injection
exec('x ' + new Command().folder); // BAD command-injection
console.log(Bun.env); // BAD environment-leak
console.log(Deno.env); // BAD environment-leak
console.log(import.meta.env.X); // OK environment-leak
console.log(Bun.version); // OK environment-leak
eval(location.search); // BAD code-injection
eval(location.port); // OK code-injection
eval(document.location.hash); // BAD code-injection
eval(document.cookie); // BAD code-injection
eval(document.title); // OK code-injection
eval(window.document.referrer); // BAD code-injection
require('tar-stream').extract().on('entry', (header) => { fs.writeFileSync(header.name, ''); }); // BAD path-traversal
new (require('adm-zip'))('a.zip').getEntries().forEach((entry) => fs.writeFileSync(entry.entryName, '')); // BAD path-traversal
const socket = new (require('ws'))('wss://a.test');
socket.on('message', (data) => exec(data)); // BAD command-injection
fs.readFile('x', (error, data) => { eval(data.toString()); }); // BAD code-injection
require('axios').get('https://a.test').then((answer) => exec(answer.data)); // BAD command-injection
addEventListener('message', (event) => { eval(event.data); }); // BAD code-injection
process.on('exit', (code) => exec('x ' + code)); // OK command-injection
fs.readFileSync(require('sanitize-filename')(process.argv[2])); // OK path-traversal
function unused(name) { exec('x ' + name); } // OK command-injection
exports.used = (name) => exec('x ' + name); // BAD command-injection
`,
      'src/index.ts': `
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as next from 'next';
import { exec } from 'node:child_process';
import { Service } from '@elizaos/core';
export const run = (event: APIGatewayProxyEvent) => exec(event.body); // BAD command-injection
export const route = (given: next.NextApiRequest, answer: next.NextApiResponse) => exec(given.body.a); // BAD command-injection
export const handler = async (runtime, message, state, options, callback) => {
  exec(message.id); // OK command-injection
  exec(message.content.text); // BAD command-injection
  exec(state.values.a); // BAD command-injection
  exec(state.other); // OK command-injection
  exec(options.name); // BAD command-injection
  const memories = await runtime.getMemories({});
  exec(memories[0].content.text); // BAD command-injection
  const next = await runtime.composeState(message);
  exec(next.text); // BAD command-injection
  await callback({ text: process.env }); // BAD secret-in-message
  try { work(); } catch (error) { await callback({ text: error.stack }); } // BAD stack-trace
  return { success: true, text: 'x', values: process.env }; // BAD environment-leak
};
export const other = (runtime, thing) => exec(thing); // OK command-injection
`,
    }),
  ).toEqual([]);
});

describe('the name of a secret', () => {
  it.each([
    'apiKey',
    'AUTH_TOKEN',
    'userPassword',
    'SLACK_TOKEN',
    'client_secret',
    'privateKey',
    'MNEMONIC',
  ])('%s is one', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'tokenCount',
    'passwordHash',
    'publicKey',
    'isPassword',
    'checkPassword',
    'passwordField',
    'TOKEN_ADDRESS',
    'secretName',
    'keyboard',
    'x',
  ])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
