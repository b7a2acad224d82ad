import { checkInput, findAction } from './check-input.js';
import type { Report } from './check-report.js';
import type { PluginSpec } from './plugin-spec.js';

/** Below these no plugin can stay: an empty one already needs more. */
const LEAST = {
  bundleBytes: 1000,
  bootMs: 10,
  actionMs: 1,
  memoryBytes: 16 * 1024 * 1024,
} as const;

/** Acceptance cases name actions that exist and give them fitting input, unless they are to fail; budgets can be met. */
export function checkAcceptance(spec: PluginSpec, report: Report): void {
  const names = new Set<string>();
  for (const [index, { name, action: actionName, input, expect }] of spec.acceptance.entries()) {
    const path = `/acceptance/${index}`;
    if (names.has(name))
      report(
        'PW_SPEC_DUPLICATE_NAME',
        `${path}/name`,
        `Two acceptance cases have the name "${name}".`,
        'Rename one of them.',
      );
    names.add(name);
    const action = findAction(actionName, `${path}/action`, spec, report);
    if (action && expect.success) checkInput(action, input, `${path}/input`, spec, report);
  }
  for (const [key, least] of Object.entries(LEAST)) {
    const value = spec.budgets[key as keyof typeof LEAST];
    if (value !== undefined && value < least)
      report(
        'PW_SPEC_BUDGET',
        `/budgets/${key}`,
        `No plugin can keep within ${key}: ${value}.`,
        `Write at least ${least}.`,
        'warning',
      );
  }
}
