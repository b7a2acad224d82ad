import { writeEnvelope } from './certificate.js';
import { digestOf, treeDigest } from './digest.js';
import { type Envelope, isSignedBy } from './envelope/dsse.js';
import { readEnvelope, readPayload } from './envelope/read-certificate.js';
import type { CertificateBody, Statement } from './envelope/statement.js';
import { defaultPolicy } from './policy/default-policy.js';
import { levelOf } from './policy/evaluate.js';
import { type Level, levels, type Policy, policyDigest } from './policy/policy.js';
import { noRevocations, type Revocations, type TrustedKey, type TrustFile } from './trust.js';

/** The plugin that a certificate is held against. */
export type CheckedPlugin =
  | { kind: 'tarball'; bytes: Uint8Array }
  | {
      kind: 'directory';
      /** Every file of an installed package: path → SHA-256. */
      installed: Readonly<Record<string, string>>;
      /** SHA-256 over the source files, as it was certified from. */
      source?: string | undefined;
    };

/** One advisory that matches. */
export interface AdvisoryMatch {
  id: string;
  package: string;
  version: string;
  severity: string;
  title?: string | undefined;
}

/** What advisory data that is here says about the packages of a plugin. */
export interface AdvisoryMatches {
  /** One sentence: which data, how old. */
  sentence: string;
  matches: readonly AdvisoryMatch[];
}

export interface CheckOptions {
  trust: TrustFile;
  now: Date;
  revocations?: Revocations | undefined;
  /** The lowest level that is enough; default: any, also none. */
  atLeast?: Level | undefined;
  /** Files beside the certificate that it is bound to, by the name in it: `sbom`, `sarif`, … */
  attachments?: Readonly<Record<string, Uint8Array>> | undefined;
  /** Matches of the packages in its list of components (`packagesIn`). */
  advisories?: AdvisoryMatches | undefined;
  /** The policies whose rules are known here; default: the current default policy. */
  policies?: readonly Policy[] | undefined;
}

/** Why a certificate does not count. */
export interface CheckProblem {
  /** `PW_CHECK_…` */
  code: string;
  message: string;
}

/** What a check found. */
export interface CheckReport {
  ok: boolean;
  problems: CheckProblem[];
  /** Who signed; absent when nobody known did. */
  signer?: { keyid: string; name: string; retired: boolean } | undefined;
  /** What it says; only when the signature is good. */
  statement?: Statement | undefined;
  /** What of the plugin was recognised. */
  matched?: 'tarball' | 'installed' | 'source' | undefined;
  /** What was done about advisories, in a sentence. */
  advisories: string;
  newAdvisories: AdvisoryMatch[];
}

/**
 * Checks a certificate against a plugin. Pure: keys, time, revocations and advisories are given, nothing is asked for.
 * The signature comes first, and nothing that was not signed by a pinned key is looked into.
 */
export function checkCertificate(
  file: Uint8Array,
  plugin: CheckedPlugin | undefined,
  options: CheckOptions,
): CheckReport {
  const { trust, revocations = noRevocations } = options;
  const refused = (problem: CheckProblem, signer?: CheckReport['signer']): CheckReport => ({
    ok: false,
    problems: [problem],
    ...(signer && { signer }),
    advisories: 'Not looked at.',
    newAdvisories: [],
  });

  const read = readEnvelope(file);
  if ('refused' in read) return refused(read.refused);
  const { envelope } = read;
  const known = envelope.signatures.flatMap((one) => {
    const key = trust.keys.find(({ keyid }) => keyid === one.keyid);
    return key ? [{ key, sig: one.sig }] : [];
  });
  if (known.length === 0)
    return refused({
      code: 'PW_CHECK_UNKNOWN_SIGNER',
      message: `It is signed with the key ${short(envelope.signatures[0]?.keyid)}, which is not in the trust file.`,
    });
  const good = known.find(({ key, sig }) => isSignedBy(envelope, sig, key.publicKey));
  if (good === undefined)
    return refused({
      code: 'PW_CHECK_SIGNATURE',
      message: 'The signature does not belong to what is signed: the certificate was changed.',
    });
  const { key } = good;
  const signer = { keyid: key.keyid, name: key.name, retired: key.until !== undefined };
  const payload = readPayload(envelope);
  if ('refused' in payload) return refused(payload.refused, signer);
  const { statement } = payload;
  const body = statement.predicate.plugwright_certificate;

  const problems = [
    ...keyProblems(key, body, revocations),
    ...revocationProblems([file, asSigned(envelope, key.keyid, good.sig)], statement, revocations),
    ...timeProblems(body, options.now),
    ...policyProblems(statement, trust, options.policies ?? [defaultPolicy]),
    ...levelProblems(body, options.atLeast),
  ];
  const match = plugin === undefined ? undefined : matchPlugin(plugin, statement);
  if (match && 'problem' in match) problems.push(match.problem);
  problems.push(...attachmentProblems(statement, options.attachments ?? {}));
  const advisories = advisoryProblems(body, options);
  problems.push(...advisories.problems);
  return {
    ok: problems.length === 0,
    problems,
    signer,
    statement,
    matched: match && 'matched' in match ? match.matched : undefined,
    advisories: advisories.sentence,
    newAdvisories: advisories.found,
  };
}

const short = (keyid = '') => (/^[0-9a-f]{64}$/.test(keyid) ? `${keyid.slice(0, 16)}…` : '(none)');

function keyProblems(
  key: TrustedKey,
  { issuedAt }: CertificateBody,
  revocations: Revocations,
): CheckProblem[] {
  const revoked = revocations.keys.find(({ keyid }) => keyid === key.keyid);
  if (revoked)
    return [
      {
        code: 'PW_CHECK_KEY_REVOKED',
        message: `The key of ${key.name} was revoked on ${day(revoked.at)}: ${revoked.reason}.`,
      },
    ];
  const at = Date.parse(issuedAt);
  if (at < Date.parse(key.from) || (key.until !== undefined && at >= Date.parse(key.until)))
    return [
      {
        code: 'PW_CHECK_KEY_TIME',
        message: `It was issued on ${day(issuedAt)}, when the key of ${key.name} was not in use.`,
      },
    ];
  return [];
}

/** The certificate with that signature alone: others, which anybody can add, make another file of it. */
const asSigned = (envelope: Envelope, keyid: string, sig: string): Uint8Array =>
  Buffer.from(writeEnvelope({ ...envelope, signatures: [{ keyid, sig }] }));

function revocationProblems(
  forms: readonly Uint8Array[],
  { subject }: Statement,
  revocations: Revocations,
): CheckProblem[] {
  const own = new Set(forms.map((form) => digestOf(form)));
  const certificate = revocations.certificates.find(({ sha256 }) => own.has(sha256));
  const about = revocations.packages.find(({ sha256 }) => sha256 === subject[0].digest.sha256);
  const found = certificate ?? about;
  if (found === undefined) return [];
  const what = certificate ? 'The certificate' : 'The package';
  return [
    {
      code: 'PW_CHECK_REVOKED',
      message: `${what} was revoked on ${day(found.at)}: ${found.reason}.`,
    },
  ];
}

/** Clocks of two machines differ by less. */
const clockSkewMs = 5 * 60_000;

function timeProblems({ issuedAt, expiresAt }: CertificateBody, now: Date): CheckProblem[] {
  if (now.getTime() >= Date.parse(expiresAt))
    return [{ code: 'PW_CHECK_EXPIRED', message: `It expired on ${day(expiresAt)}.` }];
  if (now.getTime() < Date.parse(issuedAt) - clockSkewMs)
    return [
      {
        code: 'PW_CHECK_NOT_YET',
        message: `It says that it was issued on ${day(issuedAt)}, which is still to come.`,
      },
    ];
  return [];
}

function policyProblems(
  { predicate }: Statement,
  trust: TrustFile,
  policies: readonly Policy[],
): CheckProblem[] {
  const { policy: used, plugwright_certificate: body } = predicate;
  const { name, version } = body.policy;
  const known = policies.find((one) => policyDigest(one) === used.digest.sha256);
  const pinned = trust.policies?.some((one) => one.sha256 === used.digest.sha256);
  if (known === undefined && !pinned) {
    const older = policies.some((one) => one.name === name && one.version > version);
    return [
      older
        ? {
            code: 'PW_CHECK_POLICY_OLD',
            message: `It was made under version ${version} of the policy ${name}, which is no longer current.`,
          }
        : {
            code: 'PW_CHECK_POLICY',
            message: `It was made under the policy ${name} ${version}, which is neither known here nor in the trust file.`,
          },
    ];
  }
  // The level must follow from the answers, or the signer does not keep to the policy.
  if (known && levelOf(body.checks, known) !== body.level)
    return [
      {
        code: 'PW_CHECK_STATEMENT',
        message: `It claims ${body.level ?? 'no level'}, which does not follow from its checks.`,
      },
    ];
  return [];
}

function levelProblems({ level }: CertificateBody, atLeast: Level | undefined): CheckProblem[] {
  if (atLeast === undefined) return [];
  if (level !== null && levels.indexOf(level) >= levels.indexOf(atLeast)) return [];
  return [
    {
      code: 'PW_CHECK_LEVEL',
      message: `It reaches ${level ?? 'no level'}; ${atLeast} was asked for.`,
    },
  ];
}

function matchPlugin(
  plugin: CheckedPlugin,
  { subject, predicate }: Statement,
): { matched: NonNullable<CheckReport['matched']> } | { problem: CheckProblem } {
  const { contents, source } = predicate.plugwright_certificate;
  if (plugin.kind === 'tarball') {
    const sha256 = digestOf(plugin.bytes);
    return sha256 === subject[0].digest.sha256
      ? { matched: 'tarball' }
      : {
          problem: {
            code: 'PW_CHECK_SUBJECT',
            message: `The tarball is not the certified one: its sha256 is ${sha256}, ${subject[0].digest.sha256} was certified.`,
          },
        };
  }
  if (
    contents.sha256 === treeDigest(plugin.installed) &&
    treeDigest(contents.files) === contents.sha256
  )
    return { matched: 'installed' };
  if (source !== undefined && plugin.source === source.sha256) return { matched: 'source' };
  const { files } = contents;
  const changed = Object.keys(files).filter((path) => plugin.installed[path] !== files[path]);
  const added = Object.keys(plugin.installed).filter((path) => files[path] === undefined);
  const first = changed[0] ?? added[0];
  const how =
    changed.length > 0
      ? plugin.installed[first ?? ''] === undefined
        ? 'is missing'
        : 'was changed'
      : 'was added';
  const more = changed.length + added.length - 1;
  return {
    problem: {
      code: 'PW_CHECK_FILES',
      message: `The directory does not hold what was certified: ${first ?? 'a file'} ${how}${more > 0 ? `, and ${more} more files differ` : ''}.`,
    },
  };
}

function attachmentProblems(
  { predicate }: Statement,
  given: Readonly<Record<string, Uint8Array>>,
): CheckProblem[] {
  return Object.entries(given).flatMap(([name, bytes]) => {
    const bound = predicate.inputAttestations.find(({ uri }) => uri === name);
    if (bound?.digest.sha256 === digestOf(bytes)) return [];
    return [
      {
        code: 'PW_CHECK_ATTACHMENT',
        message: `The file for "${name}" beside the certificate is not the one that it is bound to.`,
      },
    ];
  });
}

function advisoryProblems(
  { advisories }: CertificateBody,
  options: CheckOptions,
): { problems: CheckProblem[]; sentence: string; found: AdvisoryMatch[] } {
  const given = options.advisories;
  if (options.attachments?.['sbom'] === undefined || given === undefined) {
    const why =
      given === undefined
        ? 'there is no advisory data here'
        : 'its list of components is not beside it';
    return { problems: [], sentence: `Not matched against newer advisories: ${why}.`, found: [] };
  }
  const known = new Set(advisories?.known ?? []);
  const found = given.matches.filter(
    (one) => !known.has(`${one.id} ${one.package}@${one.version}`),
  );
  const bad = found.filter(({ severity }) => severity !== 'low' && severity !== 'info');
  return {
    problems:
      bad.length === 0
        ? []
        : [
            {
              code: 'PW_CHECK_ADVISORY',
              message: `Since it was issued, ${bad.length === 1 ? 'an advisory' : `${bad.length} advisories`} came out for what the plugin depends on: ${bad
                .slice(0, 3)
                .map((one) => `${one.id} (${one.severity}) for ${one.package}@${one.version}`)
                .join(', ')}.`,
            },
          ],
    sentence: given.sentence,
    found,
  };
}

const day = (at: string) => at.slice(0, 10);
