import type { Diagnostic } from '@plugwright/errors';
import type { PluginSpec } from '@plugwright/spec';
import type { Assumption, Question as TextQuestion, TextResult } from '@plugwright/spec/text';
import { answerQuestions } from './answer-questions.js';
import { linkOperations, type LinkedOperation } from './link-operations.js';
import type { Host } from './host.js';
import { unreadSentence } from './unread-sentence.js';

/** Asks a person. `problem`: why the answer before was not taken. */
export type AskQuestion = (
  question: TextQuestion,
  problem?: Diagnostic,
) => Promise<string | undefined>;

/** How a sentence becomes a spec when it leaves something open. */
export interface SentenceOptions {
  /** Answers to questions, by id. */
  answers?: Readonly<Record<string, string>> | undefined;
  /**
   * What to do with questions that have no answer: `refuse` (default), `assume` the likely answer, or `show`
   * them beside the spec that the likely answers give.
   */
  openQuestions?: 'refuse' | 'assume' | 'show' | undefined;
  /** Asked what `answers` does not say; `undefined`: nobody answers. */
  ask?: AskQuestion | undefined;
}

/** What is known of a sentence besides its spec. */
export interface SentenceReading extends Pick<
  TextResult,
  'intent' | 'outcome' | 'fields' | 'recipes' | 'providers'
> {
  /** What was read: the sentence, and behind it what was said when nothing could be made of it. */
  text: string;
  assumptions: Assumption[];
  /** Those that are still open. */
  questions: TextQuestion[];
  /** Operations of documents that actions were found in. */
  linked: LinkedOperation[];
}

export interface SentenceResult {
  /** Absent: the diagnostics say why. */
  spec?: PluginSpec;
  reading: SentenceReading;
  diagnostics: Diagnostic[];
}

/** Reads a sentence, asks what it leaves open, and finds the operations that it means. */
export async function readSentence(
  text: string,
  options: SentenceOptions & { host: Host },
): Promise<SentenceResult> {
  const { readText } = await import('@plugwright/spec/text');
  let said = text;
  let first = readText(said);
  const missing = first.spec === undefined ? first.questions[0] : undefined;
  if (missing !== undefined) {
    const ask = options.openQuestions === 'assume' ? undefined : options.ask;
    const more = options.answers?.[missing.id] ?? (await ask?.(missing));
    if (more !== undefined) {
      said = `${text.trim().replace(/[.!?]+$/, '')}. ${more}`;
      first = readText(said);
    }
  }
  const isPlugin = first.intent === 'create' && first.spec !== undefined;
  if (!isPlugin || first.diagnostics.some(isError)) return unread(first, said);
  const { answers = {}, ...others } = options;
  const found = await linkOperations(first, said, options);
  // What named an operation of a document is used up, and so is what completed the sentence.
  const left = Object.entries(answers).filter(([id]) => id !== missing?.id && !found.used.has(id));
  const answered = await answerQuestions(found.result, {
    ...others,
    answers: Object.fromEntries(left),
  });
  const { result } = answered;
  const more = [...found.diagnostics, ...answered.diagnostics];
  if (result.spec === undefined || more.some(isError))
    return unread(result, said, more, found.linked);
  return {
    spec: result.spec,
    reading: { ...pickReading(result), text: said, linked: found.linked },
    diagnostics: [...result.diagnostics, ...more],
  };
}

/** A reading without a spec, which always says why. */
function unread(
  result: TextResult,
  text: string,
  more: readonly Diagnostic[] = [],
  linked: LinkedOperation[] = [],
): SentenceResult {
  const diagnostics = [...result.diagnostics, ...more];
  return {
    reading: { ...pickReading(result), text, linked },
    diagnostics: diagnostics.some(isError) ? diagnostics : [...diagnostics, unreadSentence(result)],
  };
}

const isError = (one: Diagnostic) => one.severity === 'error';

const pickReading = (result: TextResult) => {
  const { intent, outcome, fields, recipes, providers, assumptions, questions } = result;
  return { intent, outcome, fields, recipes, providers, assumptions, questions };
};
