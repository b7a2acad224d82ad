import { beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../__fixtures__/read-fixture.js';
import { verifyFiles, type VerifyOptions } from '../verify.js';
import { evidenceSchema, withoutTimes, type Evidence } from './index.js';

const evidenceOf = async (
  change: (text: string, path: string) => string = (text) => text,
  options: VerifyOptions = {},
): Promise<Evidence> => {
  const files = (await fixture(undefined, 'spec')).map(({ path, text }) => ({
    path,
    text: change(text, path),
  }));
  const report = await verifyFiles(files, {
    gates: ['parse', 'boot'],
    evidence: true,
    ...options,
  });
  if (report.evidence === undefined) throw new Error('no evidence');
  return report.evidence;
};

describe('the evidence of a run', () => {
  let evidence: Evidence;
  beforeAll(async () => {
    evidence = await evidenceOf(undefined, { now: () => new Date(0) });
  });

  it('is a document of the published schema', () => {
    expect(evidenceSchema.parse(JSON.parse(JSON.stringify(evidence)))).toEqual(evidence);
    expect(evidence.startedAt).toBe('1970-01-01T00:00:00.000Z');
  });

  it('is the same in a second run, apart from times', async () => {
    expect(withoutTimes(await evidenceOf())).toEqual(withoutTimes(evidence));
  });
});
