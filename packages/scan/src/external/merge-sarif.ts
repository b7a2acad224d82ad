import { PlugwrightError } from '@plugwright/errors';
import { z } from 'zod';
import type { SarifLog } from '../report/sarif.js';

const log = z.looseObject({
  version: z.literal('2.1.0'),
  runs: z
    .array(
      z.looseObject({
        tool: z.looseObject({ driver: z.looseObject({ name: z.string().min(1) }) }),
        results: z.array(z.looseObject({ message: z.unknown() })).nullish(),
      }),
    )
    .max(100),
});

/** Characters. */
const LARGEST_LOG = 64 * 1024 * 1024;

/**
 * Puts the runs of another scanner's SARIF 2.1.0 behind our own. They stay theirs: each under the name of its tool, with
 * its own rules, and without a say in whether the scan fails.
 *
 * @throws PlugwrightError `PW_SCAN_SARIF` when a text is no SARIF 2.1.0.
 */
export function mergeSarif(
  own: SarifLog,
  others: readonly { readonly from: string; readonly text: string }[],
): SarifLog {
  const runs = others.flatMap(({ from, text }) => {
    try {
      if (text.length > LARGEST_LOG) throw new Error('It is too large.');
      return log.parse(JSON.parse(text)).runs;
    } catch (cause) {
      throw new PlugwrightError({
        code: 'PW_SCAN_SARIF',
        message: `${from} is no SARIF 2.1.0.`,
        hint: 'Give a file that another scanner wrote as SARIF.',
        cause,
      });
    }
  });
  return { ...own, runs: [...own.runs, ...runs] };
}
