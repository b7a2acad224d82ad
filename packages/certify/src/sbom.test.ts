import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { describe, expect, it } from 'vitest';
import { digestOf } from './digest.js';
import { packagesIn, purlOf, sbomOf } from './sbom.js';

const made = { at: '2026-01-01T00:00:00.000Z', tool: 'plugwright', version: '0.1.0' };
const sbom = sbomOf(
  { name: '@example/plugin-lamp', version: '1.2.0', sha256: digestOf('x'), licence: 'MIT' },
  [
    {
      name: 'zod',
      version: '4.6.7',
      integrity: `sha512-${Buffer.alloc(64, 7).toString('base64')}`,
      licence: 'MIT',
      scope: 'required',
    },
    { name: '@elizaos/core', version: '1.7.2', scope: 'excluded', licence: 'SEE LICENSE IN x' },
    { name: 'zod', version: '4.6.7', scope: 'required' },
    { name: 'odd', version: '1.0.0+build.1', integrity: 'md5-xxxx', scope: 'optional' },
  ],
  made,
);

describe('the list of components', () => {
  it('is CycloneDX 1.6, judged by its own schema', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(JSON.stringify(sbom))).toBeNull();
  });

  it('names each package once, by its package URL, with its digest', () => {
    expect(sbom.components.map(({ purl }) => purl)).toEqual([
      'pkg:npm/%40elizaos/core@1.7.2',
      'pkg:npm/odd@1.0.0%2Bbuild.1',
      'pkg:npm/zod@4.6.7',
    ]);
    const hashed = sbomOf(
      { name: 'a', version: '1.0.0', sha256: digestOf('x') },
      [
        {
          name: 'b',
          version: '1.0.0',
          scope: 'required',
          integrity: `sha512-${Buffer.alloc(64, 7).toString('base64')}`,
        },
      ],
      made,
    );
    expect(hashed.components[0]?.hashes).toEqual([{ alg: 'SHA-512', content: '07'.repeat(64) }]);
  });

  it('can be read again', () => {
    expect(packagesIn(JSON.parse(JSON.stringify(sbom)))).toEqual([
      { name: '@elizaos/core', version: '1.7.2' },
      { name: 'odd', version: '1.0.0+build.1' },
      { name: 'zod', version: '4.6.7' },
    ]);
    expect(packagesIn(undefined)).toEqual([]);
    expect(packagesIn({ components: [{}, { purl: 'pkg:pypi/x@1' }, null] })).toEqual([]);
  });

  it('writes package URLs as their specification says', () => {
    expect(purlOf({ name: '@a/b', version: '1.0.0-beta.1' })).toBe('pkg:npm/%40a/b@1.0.0-beta.1');
  });
});
