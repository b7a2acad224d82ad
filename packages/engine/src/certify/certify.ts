import {
  certificateBadge,
  type CertificateFacts,
  certificatePage,
  defaultPolicy,
  type Decision,
  digestOf,
  evaluate,
  issueCertificate,
  type Policy,
  publicKeyOf,
  type Sbom,
  type Statement,
} from '@plugwright/certify';
import { type Host, nodeHost } from '../host.js';
import { fromCwd } from '../inside.js';
import { step, type OnStep } from '../steps.js';
import { voucherFacts } from './voucher-facts.js';
import { collectFacts } from './collect-facts.js';

/** Who signs. */
export interface Signer {
  /** PKCS #8, DER, base64. */
  privateKey: string;
  name: string;
}

export interface CertifyOptions {
  /** A plugin's directory or its tarball. */
  path: string;
  signer?: Signer | undefined;
  policy?: Policy | undefined;
  /** A file of accepted findings; it must not lie inside the plugin. */
  waivers?: string | undefined;
  /** Asks nobody over the network. */
  offline?: boolean | undefined;
  /** Changes of the source that its tests are tried with; default 12. */
  mutants?: number | undefined;
  /** How thoroughly its performance is measured; `none`: not at all. Default `full`. */
  bench?: 'full' | 'quick' | 'none' | undefined;
  host?: Host | undefined;
  onStep?: OnStep | undefined;
  signal?: AbortSignal | undefined;
  version: string;
  /** A record of somebody who has read the plugin: a JSON file, outside it. */
  review?: string | undefined;
  /** A signed statement of its publisher about where the package was built: a DSSE envelope. */
  provenance?: string | undefined;
}

/** Everything that a certificate consists of, as bytes to be written. */
export interface CertifyResult {
  facts: CertificateFacts;
  decision: Decision;
  /** Absent without a signer. */
  statement?: Statement | undefined;
  certificate?: string | undefined;
  /** Name → content of the files that go beside it; the tarball only when it was made here. */
  files: Record<'sbom' | 'sarif' | 'evidence', string> & {
    tarball?: Uint8Array;
    /** For people; only with a certificate. */
    page?: string;
    badge?: string;
  };
  sbom: Sbom;
  tarballName: string;
}

/**
 * Finds out about a plugin, holds it against a policy, and signs the answer. Its code runs in the sandbox only, its
 * install and build scripts never.
 *
 * @throws PlugwrightError `PW_CERTIFY_*`, `PW_SCAN_*`, `PW_VERIFY_*`, `PW_SANDBOX_*`, and the signal's reason.
 */
export async function certify(options: CertifyOptions): Promise<CertifyResult> {
  const host = options.host ?? nodeHost();
  const path = fromCwd(host.cwd, options.path);
  const policy = options.policy ?? defaultPolicy;
  const { signer } = options;
  // A key that cannot sign is told before minutes of work.
  const key = signer && { ...publicKeyOf(signer.privateKey), name: signer.name };
  const collected = await collectFacts(path, { ...options, host });
  const { sbom, sarif, evidence } = collected;
  const texts = {
    sbom: `${JSON.stringify(sbom, null, 2)}\n`,
    sarif: `${JSON.stringify(sarif)}\n`,
    evidence: `${JSON.stringify(evidence)}\n`,
  };
  const facts: CertificateFacts = {
    ...collected.facts,
    ...(await voucherFacts(options, collected.facts, host)),
    attachments: {
      ...collected.facts.attachments,
      sbom: digestOf(texts.sbom),
      sarif: digestOf(texts.sarif),
      evidence: digestOf(texts.evidence),
    },
    ...(key && { signer: { keyid: key.keyid, name: key.name } }),
  };
  const made =
    signer &&
    (await step('sign', { onStep: options.onStep, now: host.now, signal: options.signal }, () =>
      issueCertificate(facts, policy, signer.privateKey, new Date(host.now())),
    ));
  return {
    facts,
    decision: made?.decision ?? evaluate(facts, policy),
    statement: made?.statement,
    certificate: made?.text,
    files: {
      ...texts,
      ...(collected.made && { tarball: collected.tarball.bytes }),
      ...(made && {
        page: certificatePage(made.statement, { signer: key }),
        badge: certificateBadge(made.statement),
      }),
    },
    sbom,
    tarballName: collected.tarball.file,
  };
}
