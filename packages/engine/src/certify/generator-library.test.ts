import type { ScanFact } from '@plugwright/certify';
import { describe, expect, it } from 'vitest';
import { acceptLibrary } from './generator-library.js';

describe('the library of the generator', () => {
  const scan: ScanFact = {
    files: 1,
    complete: true,
    findings: ['src/lib/request.ts', 'dist/lib/request.js', 'src/index.ts'].map((path) => ({
      id: 'PW-S-172',
      rule: 'redos',
      severity: 'low',
      path,
      line: 1,
      message: '',
    })),
  };
  const waived = (...args: Parameters<typeof acceptLibrary>) =>
    acceptLibrary(...args).findings.map((one) => one.waived !== undefined);
  it('has findings that were read, in unchanged files only', () => {
    const files = new Set(['src/lib/request.ts', 'src/index.ts']);
    expect(waived(scan, files, 'dist')).toEqual([true, true, false]);
    expect(waived(scan, files, undefined)).toEqual([true, false, false]);
    expect(waived(scan, new Set(), 'dist')).toEqual([false, false, false]);
  });
});
