export {
  benchDirectory,
  benchFiles,
  type BenchOptions,
  type BenchOutcome,
} from './bench-directory.js';
export { fullEffort, quickEffort, type BenchEffort } from './bench-plugin.js';
export {
  benchReportSchema,
  benchVersion,
  type BenchMachine,
  type BenchMeasure,
  type BenchReport,
} from './bench-report.js';
export {
  compareReports,
  readBaseline,
  type BenchChange,
  type BenchComparison,
} from './compare-reports.js';
export { benchSvg } from './bench-svg.js';
export { benchText } from './bench-text.js';
