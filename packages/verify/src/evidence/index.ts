export {
  evidenceJsonSchema,
  evidenceSchema,
  evidenceVersion,
  type Evidence,
  type EvidenceGate,
} from './evidence-schema.js';
export {
  capabilitiesSchema,
  type Capabilities,
  type CapabilitySet,
  type ObservedCapabilities,
} from './capabilities-schema.js';
export { digestOf, filesDigest, sortedJson } from './digest.js';
export { withoutTimes } from './without-times.js';
export { benchReportSchema, type BenchReport } from '../bench/bench-report.js';
export { benchSvg } from '../bench/bench-svg.js';
