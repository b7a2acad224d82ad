export { readText, type TextOptions } from './read-text.js';
export { recogniseIntent, type IntentOptions, type IntentReading } from './intent.js';
export { type Answer, refine, type Refinement } from './refine.js';
export { validateSpec } from './validate-spec.js';
export { readSchedule, type Schedule } from './schedule.js';
export {
  ASK_BELOW,
  type Assumption,
  type Field,
  type FieldSource,
  type Intent,
  type Outcome,
  type Question,
  type Span,
  type TextResult,
} from './types.js';
export { parseText, type ParsedText, type TextStyle } from './parse-text.js';
export type { ActionDraft } from './actions.js';
export type { Mention } from './entities.js';
export { verbLemma, singular } from './lemma.js';
export * from './catalogue/index.js';
