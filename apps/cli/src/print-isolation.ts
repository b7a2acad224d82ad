import type { VerifyReport } from '@plugwright/engine';
import type { Context } from './context.js';
import { visible } from './visible.js';

/** Whether a gate ran that executes the plugin. */
const executed = ({ gates }: VerifyReport) =>
  gates.some(({ gate, status }) => (gate === 'boot' || gate === 'tests') && status !== 'skipped');

/** `, in a sandbox (bubblewrap)`: for the end of the verdict. */
export function isolationWords(report: VerifyReport): string {
  const { level, driver } = report.isolation;
  if (!executed(report)) return '';
  return level === 'sandbox' ? `, in a sandbox (${driver})` : `, isolation: ${level}`;
}

/** What the plugin could have done where it was not in a sandbox, and how to get one. */
export function printIsolation(context: Context, report: VerifyReport): void {
  const { level, reason, warning, hint } = report.isolation;
  if (level === 'sandbox' || !executed(report)) return;
  const c = context.errorColours;
  context.note(`\n${c.yellow('!')} ${warning ?? level}`);
  const advice = [reason && `It was so because ${reason}.`, hint].filter(Boolean).join(' ');
  if (advice !== '') context.note(`  ${c.dim(visible(advice))}`);
}
