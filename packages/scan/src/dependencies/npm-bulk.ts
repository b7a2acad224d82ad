import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import {
  type Advisory,
  cweNumbers,
  isAffected,
  oneLine,
  severityOf,
  webAddress,
} from './advisory.js';
import { askJson, type AuditNetwork } from './ask-json.js';
import type { PackageVersion } from './audit-result.js';
import { CANARY, inParts, keyOf, type ServiceAnswer } from './provider.js';

/** The answer of the bulk advisories endpoint, as npm reads it. */
const bulk = z.record(
  z.string(),
  z.array(
    z.object({
      id: z.union([z.number(), z.string()]),
      url: z.string().nullish(),
      title: z.string().nullish(),
      severity: z.string().nullish(),
      vulnerable_versions: z.string(),
      cwe: z.array(z.string()).nullish(),
    }),
  ),
);

/**
 * Asks the registry (`POST /-/npm/v1/security/advisories/bulk`). A package that is absent from the answer has no
 * advisory; that is believed only of an answer that knows the canary.
 */
export async function askNpmBulk(
  packages: readonly PackageVersion[],
  network: AuditNetwork,
): Promise<ServiceAnswer> {
  const answered = new Map<string, readonly Advisory[]>();
  const problems: string[] = [];
  for (const part of inParts(packages, 1000)) {
    const result = await askPart(part, network);
    if (typeof result === 'string') {
      problems.push(`The registry gives no advisories: ${result}.`);
      // One that does not answer will not answer the next part either.
      break;
    }
    for (const [key, advisories] of result) answered.set(key, advisories);
  }
  return { answered, problems };
}

async function askPart(
  packages: readonly PackageVersion[],
  network: AuditNetwork,
): Promise<Map<string, Advisory[]> | string> {
  const versions = new Map<string, Set<string>>();
  for (const { name, version } of [...packages, CANARY])
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  const body = Object.fromEntries([...versions].map(([name, all]) => [name, [...all].toSorted()]));
  const answer = await askJson(
    network,
    `${network.registry.replace(/\/+$/, '')}/-/npm/v1/security/advisories/bulk`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify(body)),
    },
  );
  if (answer.problem !== undefined) return answer.problem;
  const read = bulk.safeParse(answer.value);
  if (!read.success) return 'its answer is not a list of advisories';
  const byName = new Map(
    Object.entries(read.data).map(([name, rows]) => [
      name,
      rows.map((row) => advisoryOf(name, row)),
    ]),
  );
  const affecting = ({ name, version }: PackageVersion): Advisory[] =>
    (byName.get(name) ?? []).filter((one) => isAffected(one, version));
  if (affecting(CANARY).length === 0)
    return `it knows nothing of ${keyOf(CANARY)}, which is known to be vulnerable`;
  return new Map(packages.map((one) => [keyOf(one), affecting(one)]));
}

function advisoryOf(name: string, row: z.infer<typeof bulk>[string][number]): Advisory {
  const url = webAddress(row.url);
  const ghsa = /GHSA(?:-[\da-z]{4}){3}/.exec(url ?? '')?.[0];
  return {
    id: ghsa ?? `npm:${oneLine(String(row.id), 60)}`,
    aliases: [],
    package: name,
    title: oneLine(row.title) || `Vulnerability in ${name}`,
    severity: severityOf(row.severity),
    url,
    cwe: cweNumbers(row.cwe),
    range: row.vulnerable_versions.slice(0, 2000),
  };
}
