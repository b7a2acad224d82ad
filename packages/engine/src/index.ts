export { add, type AddResult, type AddToPluginOptions } from './add.js';
export { applyTree, type ApplyResult, type FileToWrite, PartialWrite } from './apply-tree.js';
export { bench, type BenchOptions, showBench } from './bench.js';
export { addKinds } from './component-kinds.js';
export {
  create,
  type CreateOptions,
  type CreateOutcome,
  type CreateResult,
  type Question,
} from './create.js';
export { doctor, type DoctorReport, type DoctorRow } from './doctor.js';
export { type Host, type HostFiles, type Logger, nodeHost } from './host.js';
export { loadSource, sourceLimit, type LoadedSource, type NetworkOptions } from './load-source.js';
export {
  type Curation,
  readSource,
  type ReadSourceOptions,
  type ReadSourceResult,
} from './read-source.js';
export { promptFiles } from './prompt-files.js';
export { readAnswers } from './read-answers.js';
export { readStream } from './read-stream.js';
export type { AskQuestion, SentenceOptions, SentenceReading } from './read-sentence.js';
export type { LinkedOperation } from './link-operations.js';
export {
  catalogOperations,
  type CatalogHits,
  type CatalogOperations,
  searchCatalog,
} from './search-catalog.js';
export {
  advisoriesDirectory,
  type AdvisoryCommandOptions,
  audit,
  type AuditCommandOptions,
  currentAdvisories,
  importAdvisories,
  pullAdvisories,
} from './audit.js';
export { scan, type ScanCommandOptions, type ScanCommandResult } from './scan.js';
export { refineSpecText, type RefinedText } from './refine-spec-text.js';
export { sourceKind, type SourceKind } from './source-kind.js';
export { specOf, type SpecOfResult } from './spec-of.js';
export type { OnStep, StepEvent } from './steps.js';
export { verify, type VerifyOptions } from './verify.js';
export type { BenchOutcome, GateName, GateResult, VerifyReport } from '@plugwright/verify';
export type { Question as TextQuestion } from '@plugwright/spec/text';
export type { WritePlan } from '@plugwright/render';
