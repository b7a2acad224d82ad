import type { Finding, ScanResult } from '../finding.js';
import type { Rule, Severity } from '../rules/rule.js';
import { RULES } from '../rules/rules.js';

/** GitHub shows 9 and more as critical, 7 as high, 4 as medium. */
const SCORE: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
};
const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** The subset of SARIF 2.1.0 that GitHub code scanning reads. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly unknown[];
}

const uriOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/**
 * Findings as SARIF 2.1.0: stable rule ids, relative paths, `partialFingerprints` and `security-severity`; waived ones
 * carry a suppression.
 */
export function toSarif(
  result: Pick<ScanResult, 'findings'>,
  version: string,
  rules: readonly Rule[] = RULES,
): SarifLog {
  const used = rules.filter((rule) => result.findings.some(({ id }) => id === rule.id));
  const results = result.findings.map((finding: Finding) => ({
    ruleId: finding.id,
    ruleIndex: used.findIndex((rule) => rule.id === finding.id),
    level: LEVEL[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(finding.path), uriBaseId: '%SRCROOT%' },
          region: {
            startLine: finding.line,
            startColumn: finding.column,
            endLine: finding.endLine,
            endColumn: finding.endColumn,
          },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: finding.fingerprint },
    ...(finding.waived && {
      suppressions: [
        { kind: 'external', status: 'accepted', justification: finding.waived.reason },
      ],
    }),
  }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'plugwright',
            semanticVersion: version,
            informationUri: 'https://github.com/plugwright/plugwright',
            rules: used.map((rule) => ({
              id: rule.id,
              name: rule.name,
              shortDescription: { text: rule.title },
              fullDescription: { text: rule.text },
              help: { text: rule.fix },
              defaultConfiguration: { level: LEVEL[rule.severity] },
              properties: {
                'security-severity': SCORE[rule.severity],
                tags: [
                  'security',
                  ...rule.cwe.map(
                    (number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`,
                  ),
                ],
              },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          '%SRCROOT%': { description: { text: 'The root of the scanned plugin.' } },
        },
        results,
      },
    ],
  };
}
