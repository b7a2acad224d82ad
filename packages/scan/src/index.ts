export { scanCode, type CodeResult } from './code/scan-code.js';
export { RULES } from './rules/rules.js';
export type { Rule, Severity } from './rules/rule.js';
