import type { Diagnostic } from '@plugwright/errors';
import type { PluginSpec } from '../plugin-spec.js';

/** Start and end (exclusive) in UTF-16 units of the text as it was given. */
export type Span = readonly [start: number, end: number];

/**
 * Where a value comes from: `quoted` stands so in the text, `catalogue` is a fact about a known provider,
 * `rule` was read by a language rule, `assumed` is our guess and always shown.
 */
export type FieldSource = 'quoted' | 'catalogue' | 'rule' | 'assumed';

/** One value of the spec and why it is there. */
export interface Field {
  /** JSON pointer into the spec. */
  path: string;
  value: unknown;
  /** 0 to 1; below {@link ASK_BELOW} it becomes a question or an assumption. */
  confidence: number;
  /** Where in the text; null for what nobody wrote. */
  evidence: Span | null;
  source: FieldSource;
}

/** What we decided without being told. */
export interface Assumption {
  /** JSON pointer into the spec. */
  path: string;
  text: string;
  value: unknown;
}

/** What only the author can answer. */
export interface Question {
  /** Stable within one result: `schedule`, `provider`, `operation:<ACTION>`, … */
  id: string;
  text: string;
  /** JSON pointer into the spec, `''` for the whole of it. */
  path: string;
  /** Answers that are likely; any other text is taken too. */
  choices: string[];
  /** What is assumed when nobody answers. */
  fallback?: string | undefined;
}

export type Intent = 'create' | 'update' | 'status' | 'cancel' | 'list' | 'none';
export type Outcome = 'spec' | 'questions' | 'impossible' | 'vague' | 'not-for-us';

/** What a text was read as. `spec` passes {@link parseSpec} whenever it is there. */
export interface TextResult {
  intent: Intent;
  outcome: Outcome;
  spec?: PluginSpec;
  fields: Field[];
  assumptions: Assumption[];
  /** At most three, the most useful first. */
  questions: Question[];
  diagnostics: Diagnostic[];
  /** Ids of the recipes that gave the components their bodies, in order of first use. */
  recipes: string[];
  /** Ids of the catalogue's providers that are meant, in order of mention. */
  providers: string[];
}

/** Below this confidence a value is asked for, or shown as an assumption. */
export const ASK_BELOW = 0.6;

export type TextComponentKind =
  | 'action'
  | 'provider'
  | 'evaluator'
  | 'service'
  | 'route'
  | 'event'
  | 'model';
