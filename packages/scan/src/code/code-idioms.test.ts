import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** Text that runs, and text that stays data. */
describe('code', () => {
  it('tells code apart from data', async () => {
    expect(
      await wrongIdioms(String.raw`
const express = require('express'); const app = express(); const vm = require('vm'); const _ = require('lodash'); const ejs = require('ejs'); const pug = require('pug'); const hb = require('handlebars');
const handlers = { a() {}, b() {} }; const allowed = new Map([['a', () => 1]]);
app.get('/a', async (req, res) => {
  JSON.parse(req.body.x); // OK code-injection
  handlers[req.query.k]; // OK dynamic-method
  if (Object.hasOwn(handlers, req.query.k)) handlers[req.query.k](); // OK dynamic-method
  if (handlers.hasOwnProperty(req.query.k)) handlers[req.query.k](); // OK dynamic-method
  const fn = allowed.get(req.query.k); if (fn) fn(); // OK dynamic-method
  setTimeout(() => go(req.query.x), 10); // OK code-injection
  setTimeout(go, Number(req.query.ms)); // OK code-injection
  new Function('a', 'b', 'return a + b')(req.query.a, 1); // OK code-injection
  ejs.render('<%= x %>', { x: req.query.x }); // OK template-injection
  hb.compile('{{x}}')({ x: req.query.x }); // OK template-injection
  _.template('hi <%= x %>')({ x: req.query.x }); // OK template-injection
  if (['./a', './b'].includes(req.query.m)) require(req.query.m); // OK dynamic-import
  eval('1 + 1'); // OK code-injection
  eval(´¤{Number(req.query.n)} + 1´); // OK code-injection
  const mod = await import('./plugins/a.js'); // OK dynamic-import
  switch (req.query.l) { case 'de': await import(´./l/¤{req.query.l}.js´); } // OK dynamic-import
  vm.runInNewContext('x + 1', { x: 1 }); // OK code-injection
  eval(req.query.x); // BAD code-injection
  new Function(req.query.x)(); // BAD code-injection
  vm.runInThisContext(req.query.x); // BAD code-injection
  setTimeout(req.query.x, 1); // BAD code-injection
  setTimeout('go(' + req.query.x + ')', 1); // BAD code-injection
  require(req.query.m); // BAD dynamic-import
  await import(´./plugins/¤{req.query.m}.js´); // BAD dynamic-import
  ejs.render(req.query.t, {}); // BAD template-injection
  pug.compile(req.body.t); // BAD template-injection
  hb.compile(req.body.t); // BAD template-injection
  _.template(req.body.t); // BAD template-injection
  global[req.query.f](); // BAD dynamic-method
  eval('(' + JSON.stringify(req.body) + ')'); // BAD code-injection
  (0, eval)(req.query.x); // BAD code-injection
  const e = eval; e(req.query.x); // BAD code-injection
  [].constructor.constructor(req.query.x)(); // BAD code-injection
});
`),
    ).toEqual([]);
  });
});
