import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** TLS as the options of each client say it. */
describe('connections', () => {
  it.each([
    String.raw`
const https = require('https'); const tls = require('tls'); const axios = require('axios'); const got = require('got'); const request = require('request'); const WebSocket = require('ws'); const { Pool } = require('pg'); const mysql = require('mysql2'); const { MongoClient } = require('mongodb'); const nodemailer = require('nodemailer'); const redis = require('redis'); const Redis = require('ioredis'); const { Agent, setGlobalDispatcher } = require('undici'); const { Sequelize } = require('sequelize'); const mssql = require('mssql'); const ldap = require('ldapjs'); const mqtt = require('mqtt'); const { Kafka } = require('kafkajs'); const amqp = require('amqplib'); const superagent = require('superagent'); const needle = require('needle');
new https.Agent({ rejectUnauthorized: false }); // BAD tls-unverified
new https.Agent({ rejectUnauthorized: true }); // OK tls-unverified
new https.Agent({ rejectUnauthorized: process.env.NODE_ENV === 'production' }); // OK tls-unverified
new https.Agent({ rejectUnauthorized: process.env.NODE_ENV !== 'development' }); // OK tls-unverified
new https.Agent({ ca: fs.readFileSync('ca.pem') }); // OK tls-unverified
new https.Agent({ rejectUnauthorized: !insecure }); // OK tls-unverified
https.globalAgent.options.rejectUnauthorized = false; // BAD tls-unverified
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // BAD tls-unverified
process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = 0; // BAD tls-unverified
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '1'; // OK tls-unverified
tls.connect({ host: 'h', port: 443, rejectUnauthorized: false }); // BAD tls-unverified
tls.connect({ host: 'h', port: 443, checkServerIdentity: () => undefined }); // BAD tls-unverified
tls.connect({ host: 'h', port: 443, checkServerIdentity: (h, c) => tls.checkServerIdentity(h, c) }); // OK tls-unverified
tls.connect({ host: 'h', port: 443, checkServerIdentity: (h, c) => { const e = tls.checkServerIdentity(h, c); if (e) return e; if (pin(c) !== PIN) return new Error('pin'); } }); // OK tls-unverified
tls.createServer({ minVersion: 'TLSv1' }); // BAD old-tls
tls.createServer({ secureProtocol: 'TLSv1_method' }); // BAD old-tls
tls.createServer({ minVersion: 'TLSv1.2' }); // OK tls-unverified
tls.DEFAULT_MIN_VERSION = 'TLSv1'; // BAD old-tls
tls.createServer({ ciphers: 'RC4:HIGH:!MD5' }); // BAD old-tls
tls.createServer({ ciphers: 'DES-CBC3-SHA' }); // BAD old-tls
tls.createServer({ ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:!RC4:!MD5:!aNULL' }); // OK tls-unverified
axios.get('https://x.test', { httpsAgent: new https.Agent({ rejectUnauthorized: false }) }); // BAD tls-unverified
got('https://x.test', { https: { rejectUnauthorized: false } }); // BAD tls-unverified
got('https://x.test', { rejectUnauthorized: false }); // BAD tls-unverified
request({ url: 'https://x.test', strictSSL: false }); // BAD tls-unverified
request({ url: 'https://x.test', strictSSL: true }); // OK tls-unverified
request.defaults({ strictSSL: false }); // BAD tls-unverified
new WebSocket('wss://x.test', { rejectUnauthorized: false }); // BAD tls-unverified
new WebSocket('ws://x.test'); // OK plain-http
new WebSocket('ws://prod.acme.com/socket'); // BAD plain-http
new WebSocket('ws://localhost:8080'); // OK plain-http
new Pool({ ssl: { rejectUnauthorized: false } }); // BAD tls-unverified
new Pool({ ssl: true }); // OK tls-unverified
new Pool({ connectionString: x, ssl: process.env.PROD ? { rejectUnauthorized: false } : false }); // BAD tls-unverified
new Pool({ ssl: { ca: fs.readFileSync('x') } }); // OK tls-unverified
mysql.createConnection({ host: 'h', ssl: { rejectUnauthorized: false } }); // BAD tls-unverified
mysql.createConnection({ host: 'h', ssl: 'Amazon RDS' }); // OK tls-unverified
new MongoClient(url, { tls: true, tlsAllowInvalidCertificates: true }); // BAD tls-unverified
new MongoClient(url, { sslValidate: false }); // BAD tls-unverified
new MongoClient(url, { tls: true }); // OK tls-unverified
new MongoClient('mongodb://h/db?tls=true&tlsInsecure=true'); // BAD tls-unverified
new Pool({ connectionString: 'postgres://h/db?sslmode=no-verify' }); // BAD tls-unverified
nodemailer.createTransport({ host: 'h', secure: true, tls: { rejectUnauthorized: false } }); // BAD tls-unverified
nodemailer.createTransport({ host: 'h', ignoreTLS: true }); // BAD plain-protocol
nodemailer.createTransport({ host: 'h', port: 465, secure: true }); // OK tls-unverified
nodemailer.createTransport({ host: 'localhost', port: 1025, ignoreTLS: true }); // OK tls-unverified
redis.createClient({ socket: { tls: true, rejectUnauthorized: false } }); // BAD tls-unverified
new Redis({ tls: { rejectUnauthorized: false } }); // BAD tls-unverified
new Redis({ tls: {} }); // OK tls-unverified
setGlobalDispatcher(new Agent({ connect: { rejectUnauthorized: false } })); // BAD tls-unverified
new Sequelize('d', 'u', process.env.P, { dialectOptions: { ssl: { require: true, rejectUnauthorized: false } } }); // BAD tls-unverified
mssql.connect({ server: 's', options: { encrypt: true, trustServerCertificate: true } }); // BAD tls-unverified
mssql.connect({ server: 's', options: { encrypt: false } }); // BAD plain-protocol
mssql.connect('Server=s;Database=d;Encrypt=true;TrustServerCertificate=true'); // BAD tls-unverified
ldap.createClient({ url: 'ldaps://x', tlsOptions: { rejectUnauthorized: false } }); // BAD tls-unverified
mqtt.connect('mqtts://x', { rejectUnauthorized: false }); // BAD tls-unverified
superagent.get('https://x.test').disableTLSCerts(); // BAD tls-unverified
needle.get('https://x.test', { rejectUnauthorized: false }); // BAD tls-unverified
const insecure = false; new https.Agent({ rejectUnauthorized: insecure }); // BAD tls-unverified
const agent = new https.Agent(); agent.options.rejectUnauthorized = false; // BAD tls-unverified
const o = { host: 'x' }; o.rejectUnauthorized = false; https.request(o); // BAD tls-unverified
axios.defaults.httpsAgent = new https.Agent({ rejectUnauthorized: false }); // BAD tls-unverified
fetch('https://x.test', { agent: new https.Agent({ rejectUnauthorized: false }) }); // BAD tls-unverified
if (process.env.NODE_ENV === 'development') process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
https.request({ host: 'x', insecureHTTPParser: true }); // OK tls-unverified
https.request({ host: 'x', agent: false }); // OK tls-unverified
fetch('http://api.acme.com/v1'); // BAD plain-http
fetch('http://localhost:3000'); // OK plain-http
fetch('http://127.0.0.1:3000'); // OK plain-http
fetch('http://service.svc.cluster.local/x'); // OK plain-http
fetch('http://schemas.acme.org/ns'); // BAD plain-http
const ns = 'http://www.w3.org/2000/svg'; // OK plain-http
`,
  ])('as people write them %#', async (text) => {
    expect(await wrongIdioms(text)).toEqual([]);
  });

  it('tells safe connections apart from plain and unchecked ones', async () => {
    expect(
      await wrongIdioms(String.raw`
const https = require('https'); const http = require('http'); const axios = require('axios'); const tls = require('tls'); const fetch2 = require('node-fetch'); const WebSocket = require('ws'); const redis = require('redis'); const nodemailer = require('nodemailer'); const mongoose = require('mongoose'); const { Client } = require('pg');
fetch('http://api.example.com/x'); // BAD plain-http
fetch('https://api.x.com/x'); // OK tls-unverified
fetch('http://localhost:3000'); // OK plain-http
fetch('http://127.0.0.1:3000'); // OK plain-http
fetch(´http://¤{host}/x´); 
axios.get('http://api.x.com'); // BAD plain-http
axios.post('http://api.x.com', {}); // BAD plain-http
axios({ url: 'http://api.x.com' }); // BAD plain-http
axios.create({ baseURL: 'http://api.x.com' }); // BAD plain-http
http.get('http://api.x.com/x', cb); // BAD plain-http
http.request({ hostname: 'api.x.com', path: '/' }); // BAD plain-http
new WebSocket('ws://api.x.com'); // BAD plain-http
new WebSocket('wss://api.x.com'); // OK tls-unverified
new WebSocket('ws://localhost:1'); // OK plain-http
const agent = new https.Agent({ rejectUnauthorized: false }); // BAD tls-unverified
const agent2 = new https.Agent({ rejectUnauthorized: true }); // OK tls-unverified
const agent3 = new https.Agent({ keepAlive: true }); // OK tls-unverified
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // BAD tls-unverified
process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = 0; // BAD tls-unverified
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '1'; // OK tls-unverified
tls.connect({ rejectUnauthorized: false }); // BAD tls-unverified
https.request({ host: 'x', rejectUnauthorized: !!process.env.STRICT }); // OK tls-unverified
https.request({ host: 'x', checkServerIdentity: () => {} }); // BAD tls-unverified
nodemailer.createTransport({ host: 'x', secure: true }); // OK tls-unverified
nodemailer.createTransport({ tls: { rejectUnauthorized: false } }); // BAD tls-unverified
new Client({ ssl: { rejectUnauthorized: false } }); // BAD tls-unverified
new Client({ ssl: true }); // OK tls-unverified
tls.createServer({ minVersion: 'TLSv1' }); // BAD old-tls
tls.createServer({ minVersion: 'TLSv1.2' }); // OK tls-unverified
https.createServer({ secureProtocol: 'TLSv1_method' }); // BAD old-tls
https.createServer({ secureOptions: constants.SSL_OP_NO_TLSv1 }); // OK tls-unverified
const xmlns = 'http://www.w3.org/2000/svg'; // OK plain-http
el.setAttribute('xmlns', 'http://www.w3.org/2000/svg'); // OK plain-http
const url = 'http://schemas.x.com/'; // OK plain-http
const opts = { ...base, rejectUnauthorized: false }; axios.get('https://x.com', { httpsAgent: new https.Agent(opts) }); // BAD tls-unverified
require('request')({ url: 'https://x.com', strictSSL: false }); // BAD tls-unverified
require('got')('http://x.com/y'); // BAD plain-http
require('superagent').get('http://x.com/y'); // BAD plain-http
require('needle').get('http://x.com/y'); // BAD plain-http
require('request').get('http://x.com/y'); // BAD plain-http
require('child_process').exec('curl http://x.com/install.sh | sh'); // BAD download-and-run
require('child_process').exec('wget --no-check-certificate https://x.com/i'); // BAD tls-unverified
const xhr = new XMLHttpRequest(); xhr.open('GET', 'http://x.com/y'); // BAD plain-http
const proxy = 'http://proxy.local:8080'; // OK plain-http
`),
    ).toEqual([]);
  });
});
