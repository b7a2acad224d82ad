import {
  type CertificateFacts,
  defaultPolicy,
  generateSigningKey,
  issueCertificate,
  signEnvelope,
  statementType,
  trustedKey,
  writeEnvelope,
  writeTrust,
} from '@plugwright/certify';
import { findIsolation } from '@plugwright/sandbox';
import { findStore, readPluginDirectory } from '@plugwright/verify';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { create } from '../create.js';
import { nodeHost } from '../host.js';
import { recipeOf } from './build-plugin.js';
import { generatedFiles, libraryFiles } from './generator-library.js';
import { declaredPackages } from './manifest-facts.js';
import { reproduce } from './reproduce.js';
import { stagePlugin } from './stage-plugin.js';

const example = join(import.meta.dirname, '../../../../examples/compute.yaml');
let root: string;
let plugin: string;
let certificate: string;
/** The same, of somebody whose key nobody has pinned, and of another compiler. */
let strange: string;
let packed: string[];
const host = () => nodeHost({ env: { PLUGWRIGHT_TRUST: join(root, 'trust.json') } });

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'reproduce-'));
  plugin = join(root, 'plugin');
  await create({ source: example, out: plugin, yes: true, verify: false });
  const files = await readPluginDirectory(plugin);
  const manifest = JSON.parse(readFileSync(join(plugin, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const recipe = recipeOf(manifest, files);
  const { tarball, source, compiler } = await stagePlugin(plugin, {
    recipe,
    files,
    packages: declaredPackages(manifest),
    store: findStore(),
    isolation: await findIsolation(),
  });
  packed = Object.keys(tarball.files);
  const facts: CertificateFacts = {
    factsVersion: 1,
    plugin: { name: String(manifest['name']), version: String(manifest['version']) },
    collectedAt: '2026-01-01T00:00:00.000Z',
    package: {
      file: tarball.file,
      sha256: tarball.sha256,
      bytes: tarball.bytes.length,
      files: tarball.files,
    },
    source,
    build: { recipe: 'tsc', tool: 'typescript', version: compiler },
    tools: {},
    machine: { node: '20', platform: 'linux', arch: 'x64' },
    manifest: { licenseFile: true, unusualDependencies: [], dependencies: {} },
  };
  const key = generateSigningKey();
  certificate = join(root, 'plugin.certificate.json');
  const made = issueCertificate(facts, defaultPolicy, key.privateKey, new Date('2026-01-02'));
  writeFileSync(certificate, made.text);
  strange = join(root, 'strange.certificate.json');
  const older = { ...facts, build: { ...facts.build, version: '5.0.0' } } as CertificateFacts;
  const stranger = generateSigningKey().privateKey;
  writeFileSync(
    strange,
    issueCertificate(older, defaultPolicy, stranger, new Date('2026-01-02')).text,
  );
  const trusted = trustedKey(key, 'Ada', '2026-01-01T00:00:00.000Z');
  writeFileSync(join(root, 'trust.json'), writeTrust({ trustVersion: 1, keys: [trusted] }));
}, 240_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('packs what the compiler makes, and nothing of the source', () => {
  expect(packed).toContain('dist/index.js');
  expect(packed.filter((path) => path.startsWith('src/'))).toEqual([]);
});

it('gives the same bytes from the spec alone', { timeout: 120_000 }, async () => {
  const result = await reproduce({
    file: certificate,
    source: join(plugin, 'plugwright.yaml'),
    host: host(),
  });
  expect(result).toMatchObject({
    ok: true,
    from: 'spec',
    signer: 'Ada',
    different: [],
    otherTools: [],
  });
  expect(result.rebuilt).toBe(result.certified);
});

it('names the files that differ when the source was changed', { timeout: 120_000 }, async () => {
  const path = join(plugin, 'src/index.ts');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, `${text}\nexport const more = 1;\n`);
  try {
    const result = await reproduce({ file: strange, source: plugin, host: host() });
    expect(result.ok).toBe(false);
    expect(result.different).toContain('dist/index.js');
    expect(result.signer).toBeUndefined();
    expect(result.otherTools).toEqual([
      expect.stringMatching(/^typescript 5\.0\.0 there, \S+ here$/),
    ]);
  } finally {
    writeFileSync(path, text);
  }
});

it('refuses a certificate that was changed, and a spec that is none', async () => {
  const text = readFileSync(certificate, 'utf8');
  const changed = join(root, 'changed.json');
  const { payload, ...rest } = JSON.parse(text) as {
    payload: string;
    signatures: { keyid: string; sig: string }[];
    payloadType: string;
  };
  const sig = rest.signatures.map((one) => ({ ...one, sig: Buffer.alloc(64).toString('base64') }));
  writeFileSync(
    changed,
    `${JSON.stringify({ payloadType: rest.payloadType, payload, signatures: sig })}\n`,
  );
  await expect(reproduce({ file: changed, source: plugin, host: host() })).rejects.toMatchObject({
    code: 'PW_CHECK_SIGNATURE',
  });
  const envelope = signEnvelope(statementType, Buffer.from('{}'), generateSigningKey().privateKey);
  writeFileSync(changed, writeEnvelope(envelope));
  await expect(reproduce({ file: changed, source: plugin, host: host() })).rejects.toMatchObject({
    code: expect.stringMatching(/^PW_CHECK_/),
  });
  writeFileSync(changed, '{');
  await expect(reproduce({ file: changed, source: plugin, host: host() })).rejects.toMatchObject({
    code: 'PW_CHECK_BROKEN',
  });
  writeFileSync(join(root, 'none.yaml'), 'x: 1\n');
  await expect(
    reproduce({ file: certificate, source: join(root, 'none.yaml'), host: host() }),
  ).rejects.toMatchObject({ code: 'PW_CERTIFY_CANNOT_REPRODUCE' });
});

it('knows the files that the generator made, and only unchanged ones', async () => {
  const files = await readPluginDirectory(plugin);
  const library = libraryFiles(await generatedFiles(files));
  expect(library.size).toBeGreaterThan(5);
  expect([...library].every((path) => path.startsWith('src/lib/'))).toBe(true);
  const [first = ''] = library;
  const changed = files.map((one) =>
    one.path === first ? { ...one, text: `${one.text}//` } : one,
  );
  expect(libraryFiles(await generatedFiles(changed)).has(first)).toBe(false);
  expect(await generatedFiles(files.filter(({ path }) => path !== 'plugwright.yaml'))).toEqual(
    new Set(),
  );
});
