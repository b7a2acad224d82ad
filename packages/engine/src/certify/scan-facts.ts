import { digestOf } from '@plugwright/certify';
import type { SourceTree } from '@plugwright/scan';
import { readWaivers } from '../read-waivers.js';
import type { Work } from './collect-work.js';
import { scanFact } from './gate-facts.js';

/** What the scanner finds in the package, and in the source where there is one (`source`). */
export async function scanFacts(
  work: Work,
  contents: ReadonlyMap<string, Uint8Array>,
  source: SourceTree | undefined,
) {
  const { RULES, scanTree, toSarif, treeOf } = await import('@plugwright/scan');
  const { given, host, signal } = work;
  const waivers =
    work.waivers === undefined ? undefined : await readWaivers(work.waivers, host, given.path);
  const inPackage = await scanTree(treeOf(contents), { signal, waivers });
  const inSource = source && (await scanTree(source, { signal, waivers }));
  const all = inSource ?? inPackage;
  const open = all.findings.filter(({ waived }) => waived === undefined).length;
  return {
    source: inSource && scanFact(inSource),
    package: scanFact(inPackage),
    sarif: toSarif(all, work.version),
    rules: digestOf(JSON.stringify(RULES)),
    findings: open === 0 ? 'nothing found' : `${open} found`,
  };
}
