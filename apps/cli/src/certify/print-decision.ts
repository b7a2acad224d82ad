import { checkOf, type Decision, levelNames, levels, type Policy } from '@plugwright/certify';
import type { Context } from '../context.js';
import { visible } from '../visible.js';

/** Every check with its answer, by level; what holds the next level back stands out. */
export function printDecision(
  context: Context,
  { checks, holdingBack }: Decision,
  policy: Policy,
): void {
  const c = context.colours;
  const held = new Set(holdingBack.map(({ id }) => id));
  for (const level of levels) {
    const own = checks.filter((one) => one.level === level);
    if (own.length === 0) continue;
    context.print(`\n${c.bold(`${level} ${levelNames[level]}`)}`);
    for (const { id, result, reason } of own) {
      const mark = { pass: c.green('✔'), fail: c.red('✖'), 'not evaluated': c.yellow('○') }[result];
      const loose = policy.checks.some((one) => one.id === id && !(one.required && one.enforced));
      const title = held.has(id) ? c.bold(checkOf(id).title) : checkOf(id).title;
      context.print(`  ${mark} ${title}${loose ? c.dim(' (not required)') : ''}`);
      context.print(
        `    ${c.dim(`${id}: ${result === 'not evaluated' ? 'not evaluated: ' : ''}${visible(reason)}`)}`,
      );
    }
  }
}
