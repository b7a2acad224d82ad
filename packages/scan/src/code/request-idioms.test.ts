import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** Hosts that are fixed, and hosts that somebody else chooses. */
describe('requests', () => {
  it('knows what fixes the host of a request', async () => {
    expect(
      await wrongIdioms(String.raw`
const express = require('express'); const app = express(); const axios = require('axios'); const got = require('got'); const http = require('http'); const https = require('https'); const fetch2 = require('node-fetch'); const dns = require('dns'); const request = require('request');
const BASE = 'https://api.x.com'; const HOSTS = ['a.com', 'b.com'];
app.get('/a', async (req, res) => {
  await fetch(´¤{BASE}/items/¤{encodeURIComponent(req.query.id)}´); // OK ssrf
  await fetch(´https://api.x.com/items?q=¤{req.query.q}´); // OK ssrf
  await axios.get('https://api.x.com/items', { params: { q: req.query.q } }); // OK ssrf
  await axios.post('https://api.x.com/items', req.body); // OK ssrf
  await fetch('https://api.x.com', { method: 'POST', body: JSON.stringify(req.body) }); // OK ssrf
  const u = new URL('https://api.x.com/x'); u.searchParams.set('q', req.query.q); await fetch(u); // OK ssrf
  const u2 = new URL(req.query.u); if (!HOSTS.includes(u2.hostname)) return; await fetch(u2); // OK ssrf
  const u3 = new URL(req.query.u); if (u3.hostname !== 'a.com') throw new Error(); await fetch(u3.href); // OK ssrf
  const u4 = new URL(req.query.u); if (!HOSTS.includes(u4.host)) return; await fetch(req.query.u); // OK ssrf
  if (!req.query.v.startsWith('https://api.x.com/')) return; await fetch(req.query.v); // OK ssrf
  const map = { a: 'https://a.com', b: 'https://b.com' }; await fetch(map[req.query.k]); // OK ssrf
  if (!isAllowedUrl(req.query.w)) return; await fetch(req.query.w); // OK ssrf
  const id = Number(req.query.id); await fetch(´https://x.com/¤{id}´); // OK ssrf
  const u5 = new URL(´/v1/¤{req.query.x}´, 'https://api.x.com'); await fetch(u5); 
  const sub = req.query.sub; if (!/^[a-z]+$/.test(sub)) return; await fetch(´https://¤{sub}.x.com/´); // OK ssrf
  https.get({ hostname: 'api.x.com', path: '/q?' + req.query.q }); // OK ssrf
  await fetch(req.query.url); // BAD ssrf
  await fetch('https://' + req.query.host + '/x'); // BAD ssrf
  await fetch(´https://¤{req.query.sub}.x.com/´); // BAD ssrf
  await axios({ url: req.body.url }); // BAD ssrf
  await axios.get(req.body.url); // BAD ssrf
  await got(req.body.url); // BAD ssrf
  request(req.body.url, cb); // BAD ssrf
  http.get({ hostname: req.query.host }); // BAD ssrf
  http.request({ host: req.query.host, path: '/' }); // BAD ssrf
  await fetch(new URL(req.query.path, 'https://api.x.com')); // BAD ssrf
  await fetch(´http://localhost:¤{req.query.port}/´); // BAD ssrf
  const inst = axios.create({ baseURL: req.query.base }); await inst.get('/x'); // BAD ssrf
  axios.get('https://api.x.com.' + req.query.q); // BAD ssrf
});
`),
    ).toEqual([]);
  });
});
