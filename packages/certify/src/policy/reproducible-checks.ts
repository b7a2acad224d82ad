import type { CertificateFacts } from '../facts.js';
import { type Check, fail, pass, unknown } from './check.js';

/** What a certificate is bound to; without one of them a stranger could not tell what was looked at. */
const bound = ['sbom', 'sarif', 'evidence', 'rules', 'advisories'] as const;

const wasMade: Readonly<Record<(typeof bound)[number], (facts: CertificateFacts) => boolean>> = {
  sbom: ({ sbom }) => sbom !== undefined,
  sarif: ({ packageScan }) => packageScan !== undefined,
  evidence: ({ gates }) => gates !== undefined,
  rules: ({ packageScan }) => packageScan !== undefined,
  advisories: ({ audit }) => audit?.digest !== undefined,
};

/** L3: others can make the same bytes, and know who vouches for them. */
export const reproducibleChecks = [
  {
    id: 'reproducible.rebuild',
    title: 'A second, clean build gives the same bytes',
    evaluate: ({ build, package: { sha256 } }) => {
      if (build === undefined) return unknown('it was not built here');
      if (build.again === undefined) return unknown(build.reason ?? 'it was not built again');
      return build.again === sha256
        ? pass(`${build.tool ?? build.recipe} ${build.version ?? ''}`.trim())
        : fail(`the second build gave ${build.again.slice(0, 12)}…`);
    },
  },
  {
    id: 'reproducible.signed',
    title: 'The certificate is signed, and bound to everything that was looked at',
    evaluate: (facts) => {
      const { signer, attachments } = facts;
      if (signer === undefined) return unknown('there is no signing key');
      const missing = bound.filter((name) => attachments?.[name] === undefined);
      if (missing.length === 0) return pass(`by ${signer.name}`);
      const words = `it is not bound to: ${missing.join(', ')}`;
      // What was never made cannot be bound; what was made and left out could be exchanged.
      return missing.some((name) => wasMade[name](facts)) ? fail(words) : unknown(words);
    },
  },
  {
    id: 'reproducible.provenance',
    title: 'Its publisher says where it was built, and that was verified',
    evaluate: ({ provenance }) => {
      if (provenance === undefined) return unknown('no provenance was given');
      const { builder, signer, verified, reason } = provenance;
      return verified ? pass(`${builder}, signed by ${signer}`) : fail(reason ?? 'it is not valid');
    },
  },
  {
    id: 'reproducible.review',
    title: 'A person has read it and accepts it',
    evaluate: ({ review }) => {
      if (review === undefined) return unknown('no review is recorded');
      const { reviewer, date, statement, verdict } = review;
      return verdict === 'rejected'
        ? fail(`${reviewer} rejects it, ${date}: ${statement.slice(0, 200)}`)
        : pass(`${reviewer}, ${date}`);
    },
  },
] as const satisfies readonly Check[];
