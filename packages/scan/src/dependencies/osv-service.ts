import { z } from 'zod';
import { type Advisory, isAffected } from './advisory.js';
import { askJson, type AuditNetwork, inParallel } from './ask-json.js';
import type { PackageVersion } from './audit-result.js';
import { readOsvRecord } from './osv-record.js';
import { CANARY, inParts, keyOf, type ServiceAnswer } from './provider.js';

const batch = z.object({
  results: z.array(
    z.object({
      vulns: z.array(z.object({ id: z.string().min(1).max(100) })).nullish(),
      next_page_token: z.string().nullish(),
    }),
  ),
});
const MOST_PAGES = 20;
const MOST_RECORDS = 5000;

/**
 * Asks OSV: `POST /v1/querybatch` for ids, at most 1,000 packages at a time, then `GET /v1/vulns/{id}` for each id. A
 * record that cannot be had still counts: its id was named for the version.
 */
export async function askOsv(
  packages: readonly PackageVersion[],
  network: AuditNetwork,
): Promise<ServiceAnswer> {
  const answered = new Map<string, readonly Advisory[]>();
  const problems: string[] = [];
  const records = new Map<string, ReturnType<typeof readOsvRecord>>();
  const service = network.osv.replace(/\/+$/, '');
  for (const part of inParts(packages, 999)) {
    const ids = await idsOf([CANARY, ...part], service, network);
    if (typeof ids === 'string') {
      problems.push(`OSV gives no advisories: ${ids}.`);
      break;
    }
    const wanted = [...new Set(part.flatMap((one) => ids.get(keyOf(one)) ?? []))]
      .filter((id) => !records.has(id))
      .slice(0, MOST_RECORDS);
    const read = await inParallel(wanted, 8, async (id) => {
      const answer = await askJson(network, `${service}/v1/vulns/${encodeURIComponent(id)}`);
      return answer.problem === undefined ? readOsvRecord(answer.value) : undefined;
    });
    wanted.forEach((id, index) => records.set(id, read[index]));
    for (const one of part) {
      const known = [...new Set(ids.get(keyOf(one)))].flatMap((id) => {
        const record = records.get(id);
        if (record?.withdrawn) return [];
        return record?.advisories.find((all) => meant(all, one)) ?? unread(id, one);
      });
      answered.set(keyOf(one), known);
    }
  }
  return { answered, problems };
}

const meant = (advisory: Advisory, { name, version }: PackageVersion): boolean =>
  advisory.package === name && isAffected(advisory, version);

const unread = (id: string, { name, version }: PackageVersion): Advisory => ({
  id,
  aliases: [],
  package: name,
  title: `${id} (its record could not be read)`,
  severity: id.startsWith('MAL-') ? 'critical' : 'high',
  cwe: [],
  range: '',
  versions: [version],
});

async function idsOf(
  packages: readonly PackageVersion[],
  service: string,
  network: AuditNetwork,
): Promise<Map<string, string[]> | string> {
  const ids = new Map<string, string[]>(packages.map((one) => [keyOf(one), []]));
  let open = packages.map((one) => ({ one, page: undefined as string | undefined }));
  for (let pages = 0; open.length > 0; pages += 1) {
    if (pages === MOST_PAGES) return 'its answer has no end';
    const queries = open.map(({ one: { name, version }, page }) => ({
      package: { name, ecosystem: 'npm' },
      version,
      ...(page !== undefined && { page_token: page }),
    }));
    const answer = await askJson(network, `${service}/v1/querybatch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ queries }),
    });
    if (answer.problem !== undefined) return answer.problem;
    const read = batch.safeParse(answer.value);
    if (!read.success || read.data.results.length !== open.length)
      return 'its answer does not fit the question';
    const next: typeof open = [];
    for (const [index, { vulns, next_page_token: token }] of read.data.results.entries()) {
      const { one } = open[index] as (typeof open)[number];
      ids.get(keyOf(one))?.push(...(vulns ?? []).map(({ id }) => id));
      if (token) next.push({ one, page: token });
    }
    open = next;
  }
  if (ids.get(keyOf(CANARY))?.length === 0)
    return `it knows nothing of ${keyOf(CANARY)}, which is known to be vulnerable`;
  return ids;
}
