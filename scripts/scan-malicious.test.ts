import { expect, it } from 'vitest';
import { marksIn } from './lib/scan-malicious.mjs';

it('reads marks as being about the next line of code', () => {
  const text = `// ruleid: one-rule
// a comment

eval(x);
// ok: one-rule
run(x);`;
  expect(marksIn(text)).toEqual([
    { positive: true, rule: 'one-rule', line: 4 },
    { positive: false, rule: 'one-rule', line: 6 },
  ]);
});
