export { scanPath, readTree } from './scan-path.js';
export { scanTree, type ScanOptions } from './scan.js';
export { treeOf, type SourceTree } from './source-tree.js';
export { type Finding, isAtLeast, type ScanResult, SEVERITIES } from './finding.js';
export { applyWaivers, parseWaivers, type Waiver } from './waivers.js';
export { toSarif, type SarifLog } from './report/sarif.js';
export { codeFrame, type TextColours, toText } from './report/text.js';
export { RULES } from './rules/rules.js';
export type { Rule, Severity } from './rules/rule.js';
