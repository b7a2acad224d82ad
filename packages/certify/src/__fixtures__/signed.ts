import { issueCertificate } from '../certificate.js';
import { signEnvelope, statementType } from '../envelope/dsse.js';
import type { Statement } from '../envelope/statement.js';
import { writeEnvelope } from '../certificate.js';
import { generateSigningKey } from '../envelope/dsse.js';
import { packFiles } from '../pack/pack-directory.js';
import { defaultPolicy } from '../policy/default-policy.js';
import { trustedKey, type TrustFile } from '../trust.js';
import { goodFacts } from './good-facts.js';

export const key = generateSigningKey();
export const issuedAt = new Date('2026-01-02T00:00:00.000Z');
export const now = new Date('2026-02-01T00:00:00.000Z');
export const trust: TrustFile = {
  trustVersion: 1,
  keys: [trustedKey(key, 'Example', '2025-12-01T00:00:00.000Z')],
};

/** A small package, and facts about its bytes. */
export const tarball = packFiles(
  {
    'package.json': { bytes: Buffer.from('{"name":"plugin-lamp","version":"1.2.0"}\n') },
    'dist/index.js': { bytes: Buffer.from('export const plugin = { name: "lamp" };\n') },
  },
  { name: 'plugin-lamp', version: '1.2.0' },
);
export const facts = {
  ...goodFacts(),
  plugin: { name: 'plugin-lamp', version: '1.2.0' },
  package: {
    file: tarball.file,
    sha256: tarball.sha256,
    bytes: tarball.bytes.byteLength,
    files: tarball.files,
    deterministic: { ok: true, reason: 'packed twice with the same bytes' },
  },
  build: { recipe: 'tsc' as const, again: tarball.sha256 },
};

export const certificate = issueCertificate(facts, defaultPolicy, key.privateKey, issuedAt);
export const file = Buffer.from(certificate.text);

/** The certificate with something changed before it is signed again, by whoever holds the key. */
export function signedAgain(
  change: (statement: Statement) => unknown,
  privateKey = key.privateKey,
  payloadType = statementType,
): Buffer {
  const statement = structuredClone(certificate.statement);
  const changed = change(statement);
  const text = typeof changed === 'string' ? changed : JSON.stringify(statement);
  return Buffer.from(writeEnvelope(signEnvelope(payloadType, Buffer.from(text), privateKey)));
}
