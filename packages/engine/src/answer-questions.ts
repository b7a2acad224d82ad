import type { Diagnostic } from '@plugwright/errors';
import type { Question as TextQuestion, TextResult } from '@plugwright/spec/text';
import type { SentenceOptions } from './read-sentence.js';
import { openQuestions } from './unread-sentence.js';

/** Answers can raise new questions; a person is not asked for ever. */
const mostRounds = 6;

/** A reading whose questions were answered, as far as anybody did. */
export interface Answered {
  result: TextResult;
  diagnostics: Diagnostic[];
}

/** Puts the answers that are there into the reading, asks for the others, and says what stays open. */
export async function answerQuestions(
  first: TextResult,
  options: SentenceOptions,
): Promise<Answered> {
  const { refine } = await import('@plugwright/spec/text');
  const given = new Map(Object.entries(options.answers ?? {}));
  const diagnostics: Diagnostic[] = [];
  let { ask } = options.openQuestions === 'assume' ? {} : options;
  let result = first;
  let problem: Diagnostic | undefined;
  for (let round = 0; round < mostRounds; round++) {
    // One question after the other: every answer can change what is left to ask.
    // oxlint-disable-next-line no-await-in-loop
    const next = await nextAnswer(result.questions, given, ask, problem);
    if (next === undefined) break;
    if (next.text === undefined) {
      ask = undefined;
      continue;
    }
    const { question, text } = next;
    problem = undefined;
    const isLikely = text === question.fallback && result.spec !== undefined;
    const refined = isLikely ? undefined : refine(result, { question: question.id, text });
    const refusal = refined?.diagnostics.find((one) => one.severity === 'error');
    if (refusal === undefined) {
      diagnostics.push(...(refined?.diagnostics ?? []));
      result = withAnswer(result, question, text, refined?.spec ?? result.spec);
    } else if (given.has(question.id) || ask === undefined) {
      diagnostics.push(refusal);
      break;
    } else problem = refusal;
    given.delete(question.id);
  }
  diagnostics.push(...[...given.keys()].map((id) => unused(id, first.questions)));
  const open = result.questions.length;
  if (open === 0 || options.openQuestions === 'show') return { result, diagnostics };
  const isNeeded = result.questions.some((one) => one.fallback === undefined);
  if (options.openQuestions === 'assume' && !isNeeded && result.spec !== undefined)
    return { result: assumed(result), diagnostics };
  if (!diagnostics.some((one) => one.severity === 'error'))
    diagnostics.push({ severity: 'error', path: '', ...openQuestions(open) });
  return { result, diagnostics };
}

/** The reading with one question less, and a field that says who decided. */
function withAnswer(
  result: TextResult,
  question: TextQuestion,
  text: string,
  spec: TextResult['spec'],
): TextResult {
  const elsewhere = ({ path }: { path: string }) => path !== question.path;
  return {
    ...result,
    ...(spec === undefined ? {} : { spec }),
    questions: result.questions.filter(({ id }) => id !== question.id),
    assumptions: result.assumptions.filter(elsewhere),
    fields: [
      ...result.fields.filter(elsewhere),
      { path: question.path, value: text, confidence: 1, evidence: null, source: 'quoted' },
    ],
  };
}

interface Answer {
  question: TextQuestion;
  /** Absent: a person was asked and gave up. */
  text: string | undefined;
}

/** The first question that has an answer; `undefined` when there is none and nobody to ask. */
async function nextAnswer(
  questions: readonly TextQuestion[],
  given: ReadonlyMap<string, string>,
  ask: SentenceOptions['ask'],
  problem: Diagnostic | undefined,
): Promise<Answer | undefined> {
  for (const question of questions) {
    const text = given.get(question.id);
    if (text !== undefined) return { question, text };
  }
  const [question] = questions;
  if (question === undefined || ask === undefined) return undefined;
  return { question, text: await ask(question, problem) };
}

/** What the questions' likely answers are is in the spec already; from now on it counts as assumed. */
function assumed(result: TextResult): TextResult {
  const more = result.questions.map(({ path, text, fallback }) => ({
    path,
    text: `${text} Taken: ${fallback}.`,
    value: fallback,
  }));
  return { ...result, questions: [], assumptions: [...result.assumptions, ...more] };
}

const unused = (id: string, questions: readonly TextQuestion[]): Diagnostic => ({
  code: 'PW_SENTENCE_ANSWER_UNUSED',
  severity: 'warning',
  message: `Nothing asks for the answer ${JSON.stringify(id)}.`,
  hint:
    questions.length === 0
      ? 'This sentence leaves nothing open; say it in the sentence.'
      : `The questions are ${questions.map((one) => one.id).join(', ')}.`,
  path: '',
});
