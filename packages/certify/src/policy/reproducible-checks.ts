import { type Check, fail, pass, unknown } from './check.js';

/** What a certificate is bound to; without one of them a stranger could not tell what was looked at. */
const bound = ['sbom', 'sarif', 'evidence', 'rules', 'advisories'] as const;

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
    evaluate: ({ signer, attachments }) => {
      if (signer === undefined) return unknown('there is no signing key');
      const missing = bound.filter((name) => attachments?.[name] === undefined);
      return missing.length === 0
        ? pass(`by ${signer.name}`)
        : unknown(`it is not bound to: ${missing.join(', ')}`);
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
    title: 'A person has read it',
    evaluate: ({ review }) =>
      review === undefined
        ? unknown('no review is recorded')
        : pass(`${review.reviewer}, ${review.date}`),
  },
] as const satisfies readonly Check[];
