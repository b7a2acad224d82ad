import type { AdvisoryOptions } from './check-advisories.js';
import { checkAdvisories } from './check-advisories.js';
import type { PackagesVerdict, PackageVersion } from './audit-result.js';
import { keyOf } from './provider.js';

/**
 * Matches packages, such as those of an SBOM, against advisories; without `network` only against what is on this disk.
 * The answer means the same as that of an audit: `clean` needs fresh and complete data for every package.
 */
export async function checkPackages(
  packages: readonly PackageVersion[],
  options: AdvisoryOptions = {},
): Promise<PackagesVerdict> {
  const { vulnerabilities, verdict } = await checkAdvisories(packages, options);
  const unique = new Map(
    packages.map(({ name, version }) => [`${name}@${version}`, { name, version }]),
  );
  return {
    ...verdict,
    vulnerable: [...unique.values()]
      .flatMap((one) => {
        const found = vulnerabilities.get(keyOf(one));
        return found ? [{ ...one, vulnerabilities: found }] : [];
      })
      .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
  };
}
