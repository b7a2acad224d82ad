import { expect, it } from 'vitest';
import { wrongLines } from '../__fixtures__/check-lines.js';

it('knows what is left of a list after a test of its elements', async () => {
  expect(
    await wrongLines({
      'src/index.js': `
const express = require('express');
const fs = require('fs');
const db = require('mysql2').createPool({});
const app = express();
app.get('/', (req, res) => {
  const asked = req.query.fields.split(',');
  const passed = asked.filter((one) => ['a', 'b'].includes(one));
  db.query('SELECT ' + passed.join(',')); // OK sql-injection
  db.query('SELECT ' + asked.filter((one) => one.length > 1).join(',')); // BAD sql-injection
  db.query('SELECT ' + asked.filter(Boolean).join(',')); // BAD sql-injection
  db.query('SELECT ' + asked.filter((one) => { return ok(one); }).join(',')); // BAD sql-injection
  db.query('SELECT ' + asked.filter(({ name }) => ok(name)).join(',')); // BAD sql-injection
  fs.readFile('x/' + encodeURIComponent(req.query.name), done); // OK path-traversal
});
setTimeout(document.location.protocol); // OK code-injection
setTimeout(document.location.hash); // BAD code-injection
`,
    }),
  ).toEqual([]);
});
