import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** SQL, LDAP, GraphQL and XPath made from text, and made as they should be. */
describe('questions in a language', () => {
  it.each([
    String.raw`
const mysql = require('mysql2/promise'); const { Pool } = require('pg'); const knex = require('knex')({}); const { Sequelize, QueryTypes, Op } = require('sequelize'); const Database = require('better-sqlite3'); const app = require('express')(); const { PrismaClient, Prisma } = require('@prisma/client'); const format = require('pg-format'); const SqlString = require('sqlstring');
const pool = new Pool(); const sequelize = new Sequelize('sqlite::memory:'); const db = new Database('x.db'); const prisma = new PrismaClient(); const conn = mysql.createPool({});
app.get('/a', async (req, res) => {
  const { id, name, sort, dir, limit, ids } = req.query;
  await pool.query('SELECT * FROM t WHERE id = $1', [id]); // OK sql-injection
  await pool.query({ text: 'SELECT * FROM t WHERE id = $1', values: [id] }); // OK sql-injection
  await pool.query(´SELECT * FROM t WHERE id = ¤{id}´); // BAD sql-injection
  await pool.query('SELECT * FROM t WHERE id = ' + Number(id)); // OK sql-injection
  await pool.query(´SELECT * FROM t ORDER BY ¤{sort}´); // BAD sql-injection
  const cols = { name: 'name', age: 'age' }; await pool.query(´SELECT * FROM t ORDER BY ¤{cols[sort] || 'name'}´); // OK sql-injection
  const ALLOWED = ['name', 'age']; const by = ALLOWED.includes(sort) ? sort : 'name'; await pool.query(´SELECT * FROM t ORDER BY ¤{by}´); // OK sql-injection
  const order = dir === 'desc' ? 'DESC' : 'ASC'; await pool.query(´SELECT * FROM t ORDER BY name ¤{order}´); // OK sql-injection
  const order2 = String(dir).toUpperCase() === 'DESC' ? 'DESC' : 'ASC'; await pool.query(´SELECT * FROM t ORDER BY name ¤{order2}´); // OK sql-injection
  const lim = Math.min(parseInt(limit, 10) || 10, 100); await pool.query(´SELECT * FROM t LIMIT ¤{lim}´); // OK sql-injection
  await pool.query(´SELECT * FROM t LIMIT ¤{+limit}´); // OK sql-injection
  const ph = ids.map((_, i) => ´$¤{i + 1}´).join(','); await pool.query(´SELECT * FROM t WHERE id IN (¤{ph})´, ids); // OK sql-injection
  const qs = ids.map(() => '?').join(','); await conn.query(´SELECT * FROM t WHERE id IN (¤{qs})´, ids); // OK sql-injection
  await pool.query(format('SELECT * FROM %I WHERE id = %L', name, id)); // OK sql-injection
  await conn.query('SELECT * FROM t WHERE id = ' + conn.escape(id)); // OK sql-injection
  await conn.query(SqlString.format('SELECT * FROM t WHERE id = ?', [id])); // OK sql-injection
  await conn.execute('SELECT * FROM t WHERE id = ?', [id]); // OK sql-injection
  await conn.query("SELECT * FROM t WHERE name = '" + name + "'"); // BAD sql-injection
  const where = []; const params = []; if (name) { where.push('name = ?'); params.push(name); } await conn.query('SELECT * FROM t WHERE ' + where.join(' AND '), params); // OK sql-injection
  const w2 = []; if (name) w2.push(´name = '¤{name}'´); await conn.query('SELECT * FROM t WHERE ' + w2.join(' AND ')); // BAD sql-injection
  let sql = 'SELECT * FROM t WHERE 1=1'; const p2 = []; if (name) { sql += ' AND name = ?'; p2.push(name); } await conn.query(sql, p2); // OK sql-injection
  let sql2 = 'SELECT * FROM t WHERE 1=1'; if (name) { sql2 += ´ AND name = '¤{name}'´; } await conn.query(sql2); // BAD sql-injection
  db.prepare('SELECT * FROM t WHERE id = ?').get(id); // OK sql-injection
  db.prepare(´SELECT * FROM t WHERE id = '¤{id}'´).get(); // BAD sql-injection
  db.exec(´DELETE FROM t WHERE id = '¤{id}'´); // BAD sql-injection
  knex('t').where('id', id); // OK sql-injection
  knex('t').where({ id: String(id) }); // OK sql-injection
  knex.raw('SELECT * FROM t WHERE id = ?', [id]); // OK sql-injection
  knex.raw(´SELECT * FROM t WHERE id = ¤{id}´); // BAD sql-injection
  knex('t').whereRaw(´name = '¤{name}'´); // BAD sql-injection
  knex('t').whereRaw('name = ?', [name]); // OK sql-injection
  knex('t').orderByRaw(´¤{sort} desc´); // BAD sql-injection
  knex('t').orderBy(sort); // OK sql-injection
  sequelize.query('SELECT * FROM t WHERE id = :id', { replacements: { id }, type: QueryTypes.SELECT }); // OK sql-injection
  sequelize.query(´SELECT * FROM t WHERE id = ¤{id}´, { type: QueryTypes.SELECT }); // BAD sql-injection
  sequelize.literal(´id = ¤{id}´); // BAD sql-injection
  sequelize.query(´SELECT * FROM t WHERE id = ¤{sequelize.escape(id)}´); // OK sql-injection
  prisma.$queryRaw´SELECT * FROM t WHERE id = ¤{id}´; // OK sql-injection
  prisma.$queryRawUnsafe(´SELECT * FROM t WHERE id = ¤{id}´); // BAD sql-injection
  prisma.$queryRawUnsafe('SELECT * FROM t WHERE id = $1', id); // OK sql-injection
  prisma.$queryRaw(Prisma.sql´SELECT * FROM t WHERE id = ¤{id}´); // OK sql-injection
  prisma.$queryRaw(Prisma.raw(´SELECT * FROM t WHERE id = ¤{id}´)); // BAD sql-injection
  if (!/^\d+$/.test(id)) return res.status(400).end(); await pool.query(´SELECT * FROM t WHERE id = ¤{id}´); // OK sql-injection
});
app.get('/b', async (req, res) => {
  const v = req.query.v; cache.get(req.params.id); // OK sql-injection
  await client.get(´user:¤{req.params.id}´); // OK sql-injection
  await db2.get(req.params.id); // OK sql-injection
  client.map(v); // OK sql-injection
  pool.query('SELECT 1 FROM t WHERE a = $1 AND b = $2', [v, req.body.b]); // OK sql-injection
  const table = req.params.table; if (!['a', 'b'].includes(table)) return res.sendStatus(404); await pool.query(´SELECT * FROM ¤{table}´); // OK sql-injection
  const SORTABLE = new Set(['a', 'b']); if (!SORTABLE.has(v)) throw new Error('x'); await pool.query(´SELECT * FROM t ORDER BY ¤{v}´); // OK sql-injection
  switch (v) { case 'a': case 'b': await pool.query(´SELECT * FROM t ORDER BY ¤{v}´); } // OK sql-injection
  const uuid = req.query.u; if (!validator.isUUID(uuid)) throw new Error('x'); await pool.query(´SELECT * FROM t WHERE id = '¤{uuid}'´); // OK sql-injection
  const esc = String(req.query.e).replace(/'/g, "''"); await pool.query(´SELECT * FROM t WHERE id = '¤{esc}'´); // OK sql-injection
  const q = req.query.q; await pool.query(´SELECT * FROM t WHERE n LIKE '%' || $1 || '%'´, [q]); // OK sql-injection
  await pool.query('SELECT * FROM t WHERE n LIKE $1', [´%¤{q}%´]); // OK sql-injection
  await pool.query(req.body.sql); // BAD sql-injection
  const keys = Object.keys(req.body); await pool.query(´UPDATE t SET ¤{keys.map((k, i) => ´¤{k} = $¤{i + 1}´).join(', ')}´, Object.values(req.body)); // BAD sql-injection
});
const db = { query: (s, p) => pool.query(s, p) };
app.get('/c', async (req) => db.query('SELECT * FROM t WHERE id = ' + req.query.id));
`,
    String.raw`
const kv = new Map(); const level = require('level'); const Keyv = require('keyv'); const app = require('express')(); const db = level('./x'); const keyv = new Keyv(); const lowdb = require('lowdb'); const { createClient } = require('redis'); const client = createClient();
app.get('/a', async (req, res) => {
  await db.get(req.params.id); // OK sql-injection
  await keyv.get(req.params.id); // OK sql-injection
  await client.get(req.params.id); // OK sql-injection
  const x = lowdb().get('posts').find({ id: req.params.id }).value(); // OK sql-injection
});
`,
    String.raw`
import { drizzle } from 'drizzle-orm/node-postgres'; import { sql, eq } from 'drizzle-orm'; import postgres from 'postgres'; import { createClient } from '@libsql/client'; import express from 'express'; import { AppDataSource } from './ds'; import { createConnection, getRepository } from 'typeorm'; import sqlite3 from 'sqlite3'; import mssql from 'mssql'; import oracledb from 'oracledb'; import { sql as vsql } from '@vercel/postgres'; import { neon } from '@neondatabase/serverless';
const app = express(); const db = drizzle(process.env.DB); const pg = postgres(process.env.DB); const lib = createClient({ url: 'file:x' }); const lite = new sqlite3.Database('x');
app.get('/a', async (req, res) => {
  const id = req.query.id;
  await db.select().from(t).where(eq(t.id, id)); // OK sql-injection
  await db.execute(sql´SELECT * FROM t WHERE id = ¤{id}´); // OK sql-injection
  await db.execute(sql.raw(´SELECT * FROM t WHERE id = ¤{id}´)); // BAD sql-injection
  await pg´SELECT * FROM t WHERE id = ¤{id}´; // OK sql-injection
  await pg.unsafe(´SELECT * FROM t WHERE id = ¤{id}´); // BAD sql-injection
  await lib.execute({ sql: 'SELECT * FROM t WHERE id = ?', args: [id] }); // OK sql-injection
  await lib.execute(´SELECT * FROM t WHERE id = '¤{id}'´); // BAD sql-injection
  await lib.execute({ sql: ´SELECT * FROM t WHERE id = '¤{id}'´, args: [] }); // BAD sql-injection
  lite.all('SELECT * FROM t WHERE id = ?', id, cb); // OK sql-injection
  lite.all(´SELECT * FROM t WHERE id = ¤{id}´, cb); // BAD sql-injection
  lite.run('INSERT INTO t VALUES (?)', [id]); // OK sql-injection
  getRepository('User').createQueryBuilder('u').where('u.id = :id', { id }).getOne(); // OK sql-injection
  getRepository('User').createQueryBuilder('u').where(´u.id = ¤{id}´).getOne(); // BAD sql-injection
  AppDataSource.query(´SELECT * FROM t WHERE id = ¤{id}´); // BAD sql-injection
  await mssql.query´SELECT * FROM t WHERE id = ¤{id}´; // OK sql-injection
  await mssql.query(´SELECT * FROM t WHERE id = ¤{id}´); // BAD sql-injection
  await new mssql.Request().input('id', mssql.Int, id).query('SELECT * FROM t WHERE id = @id'); // OK sql-injection
  const c = await oracledb.getConnection(); await c.execute(´SELECT * FROM t WHERE id = ¤{id}´); // BAD sql-injection
  await c.execute('SELECT * FROM t WHERE id = :id', [id]); // OK sql-injection
  await vsql´SELECT * FROM t WHERE id = ¤{id}´; // OK sql-injection
  const n = neon(process.env.X); await n´SELECT * FROM t WHERE id = ¤{id}´; // OK sql-injection
  await n(´SELECT * FROM t WHERE id = ¤{id}´); // BAD sql-injection
});
export async function findUser(conn, name) { return conn.query(´SELECT * FROM users WHERE name = '¤{name}'´); } // BAD sql-injection
export async function findUser2(conn, name) { return conn.query('SELECT * FROM users WHERE name = ?', [name]); } // OK sql-injection
export async function byTable(conn, table) { return conn.query(´SELECT * FROM ¤{conn.escapeId(table)}´); } // OK sql-injection
`,
    String.raw`
const { Pool } = require('pg'); const pool = new Pool(); const mysql = require('mysql'); const connection = mysql.createConnection({}); const app = require('express')();
module.exports.a = (id) => pool.query('SELECT * FROM t WHERE id = $1', [id]); // OK sql-injection
module.exports.b = (id) => pool.query(´SELECT * FROM t WHERE id = ¤{id}´); // BAD sql-injection
module.exports.c = (sql, params) => pool.query(sql, params);
module.exports.d = (table) => pool.query(´SELECT * FROM ¤{table}´); // BAD sql-injection
module.exports.e = (id) => pool.query(´SELECT * FROM ¤{TABLE} WHERE id = $1´, [id]); // OK sql-injection
module.exports.f = (ids) => pool.query('SELECT * FROM t WHERE id = ANY($1)', [ids]); // OK sql-injection
module.exports.g = (id) => pool.query({ text: 'SELECT * FROM t WHERE id = $1', values: [id], name: 'x' }); // OK sql-injection
module.exports.h = (f) => { const cols = Object.keys(f).filter((k) => ALLOWED.includes(k)); return pool.query(´UPDATE t SET ¤{cols.map((c, i) => ´¤{c}=$¤{i + 1}´).join(',')}´, cols.map((c) => f[c])); }; // OK sql-injection
module.exports.i = (id) => connection.query('SELECT * FROM t WHERE id = ?', [id], (e, r) => {}); // OK sql-injection
module.exports.j = (id) => connection.query({ sql: 'SELECT * FROM t WHERE id = ?', values: [id] }); // OK sql-injection
module.exports.k = (o) => connection.query('INSERT INTO t SET ?', o); // OK sql-injection
module.exports.l = (n) => connection.query('SELECT * FROM t LIMIT ' + parseInt(n, 10)); // OK sql-injection
module.exports.m = (n) => connection.query('SELECT * FROM t WHERE n = ' + mysql.escape(n)); // OK sql-injection
module.exports.n = (n) => connection.query(mysql.format('SELECT * FROM t WHERE n = ?', [n])); // OK sql-injection
module.exports.o = (dir) => connection.query('SELECT * FROM t ORDER BY id ' + (dir === 'desc' ? 'DESC' : 'ASC')); // OK sql-injection
module.exports.p = () => { const t = 'users'; return connection.query('SELECT * FROM ' + t); }; // OK sql-injection
module.exports.q = () => connection.query('SELECT * FROM t WHERE d > ' + Date.now()); // OK sql-injection
module.exports.r = () => connection.query(´SELECT * FROM t WHERE d > '¤{new Date().toISOString()}'´); // OK sql-injection
module.exports.s = () => connection.query(fs.readFileSync('schema.sql', 'utf8'));
module.exports.t = (n) => { const q = 'SELECT 1'; if (n) console.log(n); return connection.query(q); }; // OK sql-injection
app.get('/a', (req, res) => {
  const sql = 'SELECT * FROM t WHERE id = ?'; connection.query(sql, req.params.id, cb); // OK sql-injection
  const id = connection.escape(req.params.id); connection.query(´SELECT * FROM t WHERE id = ¤{id}´); // OK sql-injection
  connection.query('SELECT * FROM t WHERE id = ' + req.params.id); // BAD sql-injection
  connection.query('SELECT ?? FROM t WHERE id = ?', [req.query.col, req.query.id]); // OK sql-injection
  const f = { id: req.query.id }; connection.query('SELECT * FROM t WHERE ?', f); // OK sql-injection
  const col = { name: 'n', age: 'a' }[req.query.sort] ?? 'n'; connection.query(´SELECT * FROM t ORDER BY ¤{col}´); // OK sql-injection
  const col2 = COLUMNS.has(req.query.sort) ? req.query.sort : 'n'; connection.query(´SELECT * FROM t ORDER BY ¤{col2}´); // OK sql-injection
  const col3 = COLS.find((c) => c === req.query.sort); connection.query(´SELECT * FROM t ORDER BY ¤{col3}´); // OK sql-injection
  const col4 = COLS.indexOf(req.query.sort) >= 0 ? req.query.sort : 'n'; connection.query(´SELECT * FROM t ORDER BY ¤{col4}´); // OK sql-injection
  if (!COLS.includes(req.query.sort)) req.query.sort = 'n'; connection.query(´SELECT * FROM t ORDER BY ¤{req.query.sort}´); // OK sql-injection
  const n = Number(req.query.n); if (isNaN(n)) return; connection.query(´SELECT * FROM t LIMIT ¤{n}´); // OK sql-injection
  const page = Math.max(1, ~~req.query.page); connection.query(´SELECT * FROM t LIMIT ¤{page * 10}´); // OK sql-injection
  const b = req.query.b === 'true'; connection.query(´SELECT * FROM t WHERE a = ¤{b}´); // OK sql-injection
  const ids = req.query.ids.split(',').map(Number); connection.query(´SELECT * FROM t WHERE id IN (¤{ids.join(',')})´); // OK sql-injection
  const ids2 = req.query.ids.split(',').map((x) => connection.escape(x)); connection.query(´SELECT * FROM t WHERE id IN (¤{ids2.join(',')})´); // OK sql-injection
  const ids3 = req.query.ids.split(','); connection.query(´SELECT * FROM t WHERE id IN (¤{ids3.map(() => '?')})´, ids3); // OK sql-injection
  const ids4 = req.query.ids.split(','); connection.query(´SELECT * FROM t WHERE id IN (¤{ids4.join(',')})´); // BAD sql-injection
  const ids5 = req.query.ids; connection.query(´SELECT * FROM t WHERE id IN (¤{new Array(ids5.length).fill('?').join(',')})´, ids5); // OK sql-injection
  const ids6 = req.query.ids; connection.query(´SELECT * FROM t WHERE id IN (¤{'?,'.repeat(ids6.length - 1)}?)´, ids6); // OK sql-injection
  const u = req.user.id; connection.query(´SELECT * FROM t WHERE id = ¤{u}´);
  User.findAll({ where: { name: req.query.name } }); // OK sql-injection
  User.findAll({ where: sequelize.literal(´name = '¤{req.query.name}'´) }); // BAD sql-injection
  User.query().where('name', req.query.name); // OK sql-injection
  User.query().whereRaw('name = ?', [req.query.name]); // OK sql-injection
  client.query(´query { x(id: "¤{req.query.id}") }´); // OK sql-injection
  $.query(req.query.selector); document.querySelector(req.query.s); // OK sql-injection
  dns.query(´¤{req.query.host}´); // OK sql-injection
  elastic.search({ query: { match: { name: req.query.name } } }); // OK sql-injection
  regex.exec(req.query.x); // OK sql-injection
  task.run(´job ¤{req.query.x}´); // OK sql-injection
  db.collection('x').find({ name: String(req.query.name) }); // OK sql-injection
  logger.info(´SELECT * FROM t WHERE id = ¤{req.query.id}´); // OK sql-injection
  throw new Error(´Select failed for ¤{req.query.id}´); // OK sql-injection
});
`,
    String.raw`
const ldap = require('ldapjs'); const { Client } = require('ldapts'); const app = require('express')(); const { graphql, buildSchema } = require('graphql'); const { request, gql, GraphQLClient } = require('graphql-request'); const fetch = require('node-fetch'); const axios = require('axios'); const { ApolloClient } = require('@apollo/client');
const client = ldap.createClient({ url: 'ldap://x' });
app.get('/l', (req, res) => {
  const u = req.query.user;
  client.search('o=x', { filter: ´(uid=¤{u})´, scope: 'sub' }, cb); // BAD ldap-injection
  client.search('o=x', { filter: '(&(objectClass=person)(uid=' + u + '))' }, cb); // BAD ldap-injection
  client.search(´ou=¤{u},o=x´, { filter: '(objectClass=*)' }, cb); // BAD ldap-injection
  const opts = { filter: ´(cn=¤{u})´, scope: 'sub' }; client.search('o=x', opts, cb); // BAD ldap-injection
  client.bind(´uid=¤{u},o=x´, req.query.p, cb); // BAD ldap-injection
  client.search('o=x', { filter: new ldap.EqualityFilter({ attribute: 'uid', value: u }) }, cb); // OK ldap-injection
  client.search('o=x', { filter: '(objectClass=person)' }, cb); // OK ldap-injection
  const safe = u.replace(/[\\*()\0]/g, (c) => '\\' + c.charCodeAt(0).toString(16).padStart(2, '0')); client.search('o=x', { filter: ´(uid=¤{safe})´ }, cb); // OK ldap-injection
  if (!/^[a-z0-9]+$/i.test(u)) return; client.search('o=x', { filter: ´(uid=¤{u})´ }, cb); // OK ldap-injection
  client.search('o=x', { filter: ´(uid=¤{ldapEscape.filter´¤{req.query.z}´})´ }, cb); // OK ldap-injection
  client.search('o=x', { filter: ´(uid=¤{escapeFilter(req.query.z)})´ }, cb); // OK ldap-injection
  ldap.parseFilter(´(uid=¤{req.query.y})´); // BAD ldap-injection
});
app.get('/m', async (req, res) => { const c = new Client({ url: 'ldap://x' }); await c.search('o=x', { filter: ´(mail=¤{req.query.mail})´ }); }); // BAD ldap-injection
app.get('/g', async (req, res) => {
  const id = req.query.id;
  await graphql({ schema, source: ´{ user(id: "¤{id}") { name } }´ }); // BAD graphql-injection
  await graphql(schema, ´{ user(id: "¤{id}") { name } }´, root); // BAD graphql-injection
  await graphql({ schema, source: 'query($id: ID!) { user(id: $id) { name } }', variableValues: { id } }); // OK graphql-injection
  await graphql({ schema, source: req.body.query, variableValues: req.body.variables }); // OK graphql-injection
  await request('https://x.test/graphql', ´{ user(id: "¤{id}") { name } }´); // BAD graphql-injection
  await request('https://x.test/graphql', gql´query($id: ID!) { user(id: $id) { name } }´, { id }); // OK graphql-injection
  await request('https://x.test/graphql', gql´{ user(id: "¤{id}") { name } }´); // BAD graphql-injection
  await new GraphQLClient('https://x.test/graphql').request(´mutation { del(id: "¤{id}") }´); // BAD graphql-injection
  await fetch('https://x.test/graphql', { method: 'POST', body: JSON.stringify({ query: ´{ user(id: "¤{id}") { name } }´ }) }); // BAD graphql-injection
  await fetch('https://x.test/graphql', { method: 'POST', body: JSON.stringify({ query: 'query($id: ID!) { user(id: $id) { name } }', variables: { id } }) }); // OK graphql-injection
  await axios.post('https://x.test/graphql', { query: ´{ user(id: "¤{id}") { name } }´ }); // BAD graphql-injection
  await axios.post('https://x.test/graphql', { query: 'query($id: ID!) { user(id: $id) { name } }', variables: { id } }); // OK graphql-injection
  await axios.post('https://x.test/search', { query: ´name ¤{id}´ }); // OK graphql-injection
  await axios.post('https://x.test/graphql', { query: ´{ user(id: ¤{Number(id)}) { name } }´ }); // OK graphql-injection
  await axios.post('https://x.test/graphql', { query: ´{ user(id: ¤{JSON.stringify(id)}) { name } }´ }); // OK graphql-injection
});
`,
    String.raw`
import { Octokit } from '@octokit/rest'; import { graphql } from '@octokit/graphql';
export const action = { name: 'X', description: 'x', validate: async () => true, handler: async (runtime, message) => {
  const text = message.content.text;
  await graphql(´{ repository(owner: "x", name: "¤{text}") { id } }´); // BAD graphql-injection
  await graphql('query($n: String!) { repository(owner: "x", name: $n) { id } }', { n: text }); // OK graphql-injection
  await fetch('https://api.thegraph.com/x', { method: 'POST', signal: AbortSignal.timeout(1), body: JSON.stringify({ query: ´query { pools(where: { token: "¤{text}" }) { id } }´ }) }); // BAD graphql-injection
} };
`,
    String.raw`
const xpath = require('xpath'); const libxmljs = require('libxmljs2'); const app = require('express')(); const needle = require('needle'); const urllib = require('urllib'); const net = require('net'); const { chromium } = require('playwright'); const puppeteer = require('puppeteer'); const wk = require('wkhtmltopdf'); const dns = require('dns'); const got = require('got'); const http = require('http'); const superagent = require('superagent'); const { exec } = require('child_process'); const sax = require('sax'); const expat = require('node-expat');
app.post('/x', async (req, res) => {
  xpath.select(´//user[name='¤{req.body.n}']´, doc); // BAD xpath-injection
  xpath.select('//user[name=$n]', doc); // OK xpath-injection
  xpath.parse('//user[name=$n]').select({ node: doc, variables: { n: req.body.n } }); // OK xpath-injection
  libxmljs.parseXml(req.body.xml, { noent: true }); // BAD xxe
  needle.get(req.query.u); // BAD ssrf
  needle('get', req.query.u); // BAD ssrf
  needle.request('get', req.query.u, {}); // BAD ssrf
  urllib.request(req.query.u); // BAD ssrf
  net.connect({ host: req.query.h, port: 80 }); // BAD ssrf
  net.connect(80, req.query.h); // BAD ssrf
  const s = new net.Socket(); s.connect(80, req.query.h); // BAD ssrf
  s.connect(Number(req.query.port), '127.0.0.1'); // OK ssrf
  const b = await chromium.launch(); const p = await b.newPage(); await p.goto(req.query.u); // BAD ssrf
  const pb = await puppeteer.launch(); const pp = await pb.newPage(); await pp.goto(´https://x.test/¤{encodeURIComponent(req.query.u)}´); // OK ssrf
  await pp.setContent(req.body.html); // BAD ssrf
  wk(req.query.u, { output: 'x.pdf' }); // BAD ssrf
  wk('https://x.test/' + encodeURIComponent(req.query.id), { output: 'x.pdf' }); // OK ssrf
  superagent.get(req.query.u).end(cb); // BAD ssrf
  http.get({ host: req.query.h, path: '/' }, cb); // BAD ssrf
  http.get({ host: 'x.test', path: '/' + encodeURIComponent(req.query.h) }, cb); // OK ssrf
  const u = new URL(req.query.u); if (!ALLOWED.has(u.hostname)) return; got(u); // OK ssrf
  const u2 = new URL(req.query.u); if (u2.hostname !== 'x.test') return; got(u2.href); // OK ssrf
  if (!req.query.u.startsWith('https://x.test/')) return; got(req.query.u); // OK ssrf
});
`,
  ])('as people write them %#', async (text) => {
    expect(await wrongIdioms(text)).toEqual([]);
  });

  it('tells values apart from the text of statements and queries', async () => {
    expect(
      await wrongIdioms(String.raw`
const express = require('express');
const app = express();
const mysql = require('mysql');
const { Client, Pool } = require('pg');
const knex = require('knex')({ client: 'pg' });
const { Sequelize, Op, QueryTypes } = require('sequelize');
const sequelize = new Sequelize('x');
const mongoose = require('mongoose');
const { MongoClient, ObjectId } = require('mongodb');
const User = mongoose.model('User', new mongoose.Schema({ name: String }));
const conn = mysql.createConnection({});
const pool = new Pool();
const format = require('pg-format');
const Joi = require('joi'); const { z } = require('zod'); const validator = require('validator');
const sqlstring = require('sqlstring');
app.post('/a', async (req, res) => {
  const name = req.body.name;
  conn.query('SELECT * FROM t WHERE n = ?', [name], cb); // OK sql-injection
  conn.query({ sql: 'SELECT * FROM t WHERE n = ?', values: [req.body.id] }, cb); // OK sql-injection
  conn.query('SELECT * FROM t WHERE n = ' + conn.escape(name), cb); // OK sql-injection
  conn.query('SELECT * FROM t WHERE n = ' + mysql.escape(name), cb); // OK sql-injection
  conn.query(mysql.format('SELECT * FROM t WHERE n = ?', [name]), cb); // OK sql-injection
  conn.query(sqlstring.format('SELECT * FROM t WHERE n = ?', [name]), cb); // OK sql-injection
  conn.query('SELECT * FROM t WHERE n = ' + parseInt(name, 10), cb); // OK sql-injection
  conn.query(´SELECT * FROM t WHERE n = ¤{Number(name)}´, cb); // OK sql-injection
  conn.query(´SELECT * FROM t WHERE n = ¤{+name}´, cb); // OK sql-injection
  conn.query(´SELECT * FROM t LIMIT ¤{Math.min(Number(req.query.limit) || 10, 100)}´, cb); // OK sql-injection
  conn.query(´SELECT * FROM t ORDER BY ¤{req.query.desc ? 'a DESC' : 'a ASC'}´, cb); // OK sql-injection
  const columns = ['a', 'b'];
  const column = columns.includes(req.query.sort) ? req.query.sort : 'a';
  conn.query(´SELECT * FROM t ORDER BY ¤{column}´, cb); // OK sql-injection
  const map = { newest: 'created DESC', oldest: 'created ASC' };
  conn.query(´SELECT * FROM t ORDER BY ¤{map[req.query.sort] || 'id'}´, cb); // OK sql-injection
  conn.query(´SELECT * FROM t ORDER BY ¤{map[req.query.sort] ?? map.newest}´, cb); // OK sql-injection
  if (!/^[a-z_]+$/.test(req.query.col)) return res.status(400).end();
  conn.query(´SELECT ¤{req.query.col} FROM t´, cb); // OK sql-injection
  pool.query('SELECT * FROM t WHERE n = $1', [name]); // OK sql-injection
  pool.query(format('SELECT * FROM t WHERE n = %L', name)); // OK sql-injection
  pool.query({ text: 'SELECT * FROM t WHERE n = $1', values: [name] }); // OK sql-injection
  pool.query(´SELECT * FROM t WHERE n IN (¤{req.body.ids.map((_, i) => ´$¤{i + 1}´).join(', ')})´, req.body.ids); // OK sql-injection
  pool.query(´SELECT * FROM t WHERE n IN (¤{req.body.ids.map(() => '?').join(',')})´, req.body.ids); // OK sql-injection
  pool.query(´SELECT * FROM t WHERE n IN (¤{Array(req.body.ids.length).fill('?').join(',')})´, req.body.ids); // OK sql-injection
  knex('t').where('n', name); // OK sql-injection
  knex('t').where({ n: name }); // OK sql-injection
  knex.raw('SELECT * FROM t WHERE n = ?', [name]); // OK sql-injection
  knex('t').whereRaw('n = ?', [name]); // OK sql-injection
  sequelize.query('SELECT * FROM t WHERE n = :n', { replacements: { n: name }, type: QueryTypes.SELECT }); // OK sql-injection
  sequelize.query('SELECT * FROM t WHERE n = $n', { bind: { n: name } }); // OK sql-injection
  sequelize.query(´SELECT * FROM t WHERE n = ¤{sequelize.escape(name)}´); // OK sql-injection
  const Model = sequelize.define('m', {});
  Model.findOne({ where: { n: String(name) } }); // OK nosql-injection
  User.find({ name: String(name) }); // OK nosql-injection
  User.find({ name: { $eq: name } }); // OK nosql-injection
  User.find({ name: name.toString() }); // OK nosql-injection
  User.find({ name: ´¤{name}´ }); // OK nosql-injection
  User.findById(String(req.params.id)); // OK nosql-injection
  User.findById(req.params.id); // OK nosql-injection
  User.findOne({ _id: new ObjectId(req.body.id) }); // OK nosql-injection
  User.findOne({ _id: new mongoose.Types.ObjectId(req.body.id) }); // OK nosql-injection
  if (typeof name === 'string') User.find({ name }); // OK nosql-injection
  if (typeof name !== 'string') return;
  User.find({ name }); // OK nosql-injection
  User.find({ a: req.params.a }); // OK nosql-injection
  const age = Number(req.body.age); User.find({ age }); // OK nosql-injection
  const parsed = z.object({ q: z.string() }).parse(req.body); User.find({ q: parsed.q }); // OK nosql-injection
  User.find({ b: req.body.b }); // BAD nosql-injection
  User.findOne({ user: req.body.user, pass: req.body.pass }); // BAD nosql-injection
  const r = z.object({ q: z.string() }).safeParse(req.body); if (!r.success) return; User.find({ q: r.data.q }); // OK nosql-injection
  const { error, value } = Joi.object({ q: Joi.string() }).validate(req.body); if (error) return; User.find({ q: value.q }); // OK nosql-injection
  if (!validator.isAlphanumeric(req.body.z)) return; User.find({ z: req.body.z }); // OK nosql-injection
  User.find(req.query); // BAD nosql-injection
  User.find({ $where: ´this.a == '¤{req.body.a}'´ }); // BAD nosql-injection
  conn.query(´SELECT * FROM t WHERE n = '¤{req.query.n}'´, cb); // BAD sql-injection
  conn.query('SELECT * FROM t WHERE n = "' + req.params.n + '"', cb); // BAD sql-injection
  conn.query(['SELECT', req.query.q].join(' '), cb); // BAD sql-injection
  knex.raw(´SELECT ¤{req.query.q}´); // BAD sql-injection
  knex('t').whereRaw('n = ' + req.query.q); // BAD sql-injection
  sequelize.query(´SELECT * FROM t WHERE a = ¤{req.query.q}´, { type: QueryTypes.SELECT }); // BAD sql-injection
  sequelize.literal(´a = ¤{req.query.q}´); // BAD sql-injection
  let sql = 'SELECT * FROM t WHERE 1=1'; if (req.query.q) sql += ´ AND q = '¤{req.query.q}'´; pool.query(sql); // BAD sql-injection
  let safe = 'SELECT * FROM t WHERE 1=1'; const params = []; if (req.query.q) { params.push(req.query.q); safe += ´ AND q = $¤{params.length}´; } pool.query(safe, params); // OK sql-injection
  const where = []; if (req.query.a) where.push('a = ?'); pool.query('SELECT 1 WHERE ' + where.join(' AND '), [req.query.a]); // OK sql-injection
  const table = req.query.table === 'users' ? 'users' : 'posts'; pool.query(´SELECT * FROM ¤{table}´); // OK sql-injection
  switch (req.query.k) { case 'a': case 'b': pool.query(´SELECT ¤{req.query.k}´); } // OK sql-injection
  const allowed = new Set(['a', 'b']); if (!allowed.has(req.query.c)) throw new Error('no'); pool.query(´SELECT ¤{req.query.c}´); // OK sql-injection
  if (Object.keys(map).includes(req.query.d)) pool.query(´SELECT ¤{req.query.d}´); // OK sql-injection
  if (!(req.query.e in map)) return; pool.query(´SELECT ¤{req.query.e}´); // OK sql-injection
  if (!Object.hasOwn(map, req.query.f)) return; pool.query(´SELECT ¤{req.query.f}´); // OK sql-injection
  const num = req.query.g; if (isNaN(num)) return; pool.query(´SELECT ¤{num}´); // OK sql-injection
  if (!Number.isInteger(Number(req.query.h))) return; pool.query(´SELECT ¤{req.query.h}´); // OK sql-injection
  const id = req.params.id.replace(/[^a-z0-9]/gi, ''); pool.query(´SELECT '¤{id}'´); // OK sql-injection
  const q2 = req.params.q2.replace(/'/g, "''"); pool.query(´SELECT '¤{q2}'´); // OK sql-injection
});
`),
    ).toEqual([]);
  });
});
