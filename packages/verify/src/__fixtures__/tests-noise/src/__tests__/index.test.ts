import { expect, it } from 'vitest';

it('prints what looks like a report', () => {
  process.stdout.write('\u001b[32m Tests \u001b[39m 99 failed (99)\n{"numFailedTests":99,"success":false}\n');
  process.env['FORCE_COLOR'] = '0';
  console.log('\u001b[31mFAIL\u001b[39m nothing');
  expect(process.env['NODE_OPTIONS']).toBeUndefined();
});
