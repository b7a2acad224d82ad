import { type CertificateFacts, digestOf } from '@plugwright/certify';
import type { AuditedPackage, AuditResult } from '@plugwright/scan/dependencies';

type AuditFacts = Pick<CertificateFacts, 'audit' | 'lock'>;

/** Name and version of a package, for people. */
const shown = ({ name, version }: AuditedPackage) => `${name}@${version}`;

/** What an audit says, as facts. Packages that are only there for development are not the plugin's users' matter. */
export function auditFacts(audit: AuditResult, from: string): AuditFacts {
  const packages = audit.packages.filter(({ dev }) => !dev);
  const failing = (check: 'pinned' | 'exists' | 'name') =>
    packages.filter(({ checks }) => checks[check].status === 'fail').map(shown);
  const unnamed = packages.some(({ checks }) => checks.name.status === 'not-evaluated');
  return {
    audit: {
      answer: audit.answer,
      asked: audit.coverage.total,
      answered: audit.coverage.checked,
      ...(audit.asOf === undefined ? {} : { asOf: audit.asOf }),
      ...(audit.ageDays === undefined ? {} : { ageDays: audit.ageDays }),
      limitDays: audit.limitDays,
      stale: audit.stale,
      sentence: audit.sentence,
      // Without dependencies there is nothing to ask about, and that is an answer too.
      digest: digestOf(
        JSON.stringify(audit.sources.map(({ kind, digest, asOf }) => [kind, digest, asOf])),
      ),
      findings: packages.flatMap((one) =>
        one.vulnerabilities.map(({ id, severity }) => {
          const waived = waiverFor(audit, one, id);
          return {
            severity,
            package: shown(one),
            id,
            ...(waived === undefined ? {} : { waived }),
          };
        }),
      ),
    },
    lock: {
      from,
      packages: packages.length,
      unpinned: failing('pinned'),
      missing: failing('exists'),
      ...(unnamed ? {} : { lookalikes: failing('name') }),
    },
  };
}

/** Only a moderate advisory can be accepted for a while; what is worse has to go. */
function waiverFor({ findings }: AuditResult, { name }: AuditedPackage, id: string) {
  return findings.find(
    ({ rule, severity, message, waived }) =>
      rule === 'vulnerable-dependency' &&
      (severity === 'medium' || severity === 'low') &&
      waived !== undefined &&
      message.includes(id) &&
      message.includes(name),
  )?.waived?.reason;
}
