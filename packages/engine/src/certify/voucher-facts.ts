import {
  type CertificateFacts,
  isSignedBy,
  parseStrictJson,
  predicateType,
  readEnvelope,
} from '@plugwright/certify';
import { PlugwrightError } from '@plugwright/errors';
import type { Host } from '../host.js';
import { fromCwd } from '../inside.js';
import { readCertificate } from './check.js';
import { readLimited, readTrust } from './signing-keys.js';

/** SLSA's predicate for where something was built (slsa.dev/spec/v1.1/provenance). */
const provenanceType = 'https://slsa.dev/provenance/v1';

/** What others say about a plugin: somebody who has read it, and its publisher. */
export async function voucherFacts(
  { review, provenance }: { review?: string | undefined; provenance?: string | undefined },
  facts: CertificateFacts,
  host: Host,
): Promise<Pick<CertificateFacts, 'review' | 'provenance'>> {
  return {
    ...(review !== undefined && {
      review: await reviewFact(fromCwd(host.cwd, review), facts, host),
    }),
    ...(provenance !== undefined && {
      provenance: await provenanceFact(fromCwd(host.cwd, provenance), facts, host),
    }),
  };
}

/** A review names the digest of what was read, so that it cannot be used for something else. */
async function reviewFact(
  path: string,
  facts: CertificateFacts,
  host: Host,
): Promise<NonNullable<CertificateFacts['review']>> {
  const refuse = (why: string) =>
    new PlugwrightError({
      code: 'PW_CERTIFY_REVIEW',
      message: `The review cannot be used: ${why}.`,
      hint: `Write { "reviewer", "date": "YYYY-MM-DD", "statement", "sha256": "${facts.source?.sha256 ?? facts.package.sha256}" }.`,
    });
  const read = parseStrictJson((await readLimited(host, path, 64 * 1024)) ?? '');
  if ('fault' in read) throw refuse('it is not JSON');
  const { reviewer, date, statement, sha256, verdict } = (read.value ?? {}) as Record<
    string,
    unknown
  >;
  const isText = (one: unknown, most: number): one is string =>
    typeof one === 'string' && one.trim() !== '' && one.length <= most;
  if (!isText(reviewer, 200) || !isText(statement, 2000))
    throw refuse('it says neither who nor what');
  if (!isText(date, 10) || !/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date)))
    throw refuse('its date is none');
  if (Date.parse(date) > host.now()) throw refuse('its date is still to come');
  if (sha256 !== facts.source?.sha256 && sha256 !== facts.package.sha256)
    throw refuse('it is about other bytes');
  if (verdict !== undefined && verdict !== 'accepted' && verdict !== 'rejected')
    throw refuse('its verdict is neither "accepted" nor "rejected"');
  return { reviewer, date, statement, ...(verdict && { verdict }) };
}

/** Whether a pinned key says where these very bytes were built. */
async function provenanceFact(
  path: string,
  facts: CertificateFacts,
  host: Host,
): Promise<NonNullable<CertificateFacts['provenance']>> {
  const no = (reason: string) => ({ builder: '', signer: '', verified: false, reason });
  const read = readEnvelope(await readCertificate(host, path));
  if ('refused' in read) return no(read.refused.message);
  const { envelope } = read;
  const { keys } = await readTrust(host);
  const key = keys.find(({ keyid, publicKey }) =>
    envelope.signatures.some(
      (one) => one.keyid === keyid && isSignedBy(envelope, one.sig, publicKey),
    ),
  );
  if (key === undefined) return no('no pinned key has signed it');
  const json = parseStrictJson(Buffer.from(envelope.payload, 'base64').toString('utf8'));
  const statement = ('value' in json ? json.value : {}) as {
    predicateType?: unknown;
    subject?: { digest?: { sha256?: unknown } }[];
    predicate?: { runDetails?: { builder?: { id?: unknown } } };
  };
  if (statement.predicateType !== provenanceType)
    return no(
      statement.predicateType === predicateType
        ? 'it is a certificate, no provenance'
        : 'it is no SLSA provenance',
    );
  if (!statement.subject?.some(({ digest }) => digest?.sha256 === facts.package.sha256))
    return no('it is about another package');
  const builder = statement.predicate?.runDetails?.builder?.id;
  if (typeof builder !== 'string') return no('it names no builder');
  return { builder: builder.slice(0, 300), signer: key.name, verified: true };
}
