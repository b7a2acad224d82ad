import type { Diagnostic } from '@plugwright/errors';
import { ERROR_CODES } from '@plugwright/errors';
import { emptyParts } from '../empty-parts.js';
import { parseSpec } from '../parse-spec.js';
import type { PluginSpec } from '../plugin-spec.js';
import { ANSWERS } from './answers.js';
import { normalise } from './normalise.js';
import { parseText } from './parse-text.js';
import { specDiff } from './spec-diff.js';
import type { TextResult } from './types.js';

/** What an answer made of a spec. */
export interface Refinement {
  spec: PluginSpec;
  /** YAML lines with `+` and `-`; empty when nothing changed. */
  diff: string;
  /** Why an answer was not taken, and doubts about the new spec. */
  diagnostics: Diagnostic[];
}

/** The answer to one question, or anything that should be different. */
export type Answer = string | { question: string; text: string };

/**
 * A new spec from an old one and what somebody says about it: an answer to a question, `every 10 minutes`,
 * `call it plugin-x`, `without the delete action`, `also search for users`. The old one is not changed.
 */
export function refine(given: PluginSpec | TextResult, answer: Answer): Refinement {
  const before = isResult(given) ? given.spec : given;
  const text = typeof answer === 'string' ? answer : answer.text;
  const question =
    typeof answer === 'string'
      ? isResult(given) && given.questions.length === 1
        ? given.questions[0]?.id
        : undefined
      : answer.question;
  if (!before)
    return {
      spec: EMPTY,
      diff: '',
      diagnostics: [unclear('There is no spec yet; describe the plugin anew.')],
    };
  const normal = normalise(text);
  if (!normal.ok) return { spec: before, diff: '', diagnostics: normal.diagnostics };
  const parsed = parseText(normal.value.text, 'request');
  for (const change of ANSWERS) {
    const draft = structuredClone(before);
    if (!change(draft, parsed, question)) continue;
    const result = parseSpec(draft);
    if (!result.ok) return { spec: before, diff: '', diagnostics: result.diagnostics };
    const diff = specDiff(before, result.spec);
    if (diff === '') continue;
    return { spec: result.spec, diff, diagnostics: [] };
  }
  return {
    spec: before,
    diff: '',
    diagnostics: [unclear(`"${text.slice(0, 100)}" changes nothing that is in the spec.`)],
  };
}

/** Stands for "no spec" where a caller refines a result that has none; it is never valid. */
const EMPTY: PluginSpec = Object.freeze({
  ...emptyParts(),
  specVersion: 1,
  name: 'plugin-x',
  description: 'Nothing yet.',
  version: '1.0.0',
  license: 'MIT',
  keywords: [],
  target: 'elizaos@1.7',
  budgets: {},
});

const isResult = (given: PluginSpec | TextResult): given is TextResult => 'outcome' in given;

const unclear = (message: string): Diagnostic => ({
  code: 'PW_TEXT_ANSWER_UNCLEAR',
  severity: 'error',
  message,
  hint: ERROR_CODES.PW_TEXT_ANSWER_UNCLEAR.hint,
  path: '',
});
