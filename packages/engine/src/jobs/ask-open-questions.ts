import type { Diagnostic } from '@plugwright/errors';
import type { JobContext, JsonValue } from '@plugwright/jobs';
import type { Question } from '@plugwright/spec/text';
import type { PluginJobInput } from './plugin-job.js';
import type { ReadOutcome } from './read-request.js';

/** Answers can raise new questions; nobody is asked for ever. */
const mostQuestions = 8;

/** The order with what was answered so far. */
type Read = (answers: Readonly<Record<string, string>>) => Promise<ReadOutcome>;

/**
 * Reads the order; while it leaves something open, asks whoever ordered it and reads again with the answer. Each reading is
 * a step of its own, so after the answer to the last question nothing is read twice. An answer that cannot be used is
 * asked for again, with the reason.
 */
export async function askOpenQuestions(
  context: Pick<JobContext<PluginJobInput>, 'ask' | 'input'>,
  read: Read,
): Promise<ReadOutcome> {
  const { input } = context;
  let answers: Readonly<Record<string, string>> = input.answers ?? {};
  let result = await read(answers);
  if (input.questions !== 'ask') return result;
  for (let asked = 1; asked <= mostQuestions; asked++) {
    const question = openQuestion(result);
    if (question === undefined) break;
    const problem = problemOf(result, question.id, answers);
    // One after another: every answer can change what is left to ask.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await context.ask({
      // The same question may come back; a question of a job is answered once.
      id: `${asked}:${question.id}`,
      text: problem === undefined ? question.text : `${problem.message} ${question.text}`,
      data: { ...question, ...(problem === undefined ? {} : { problem }) } as unknown as JsonValue,
    });
    answers = { ...answers, [question.id]: answerText(answer, question) };
    // oxlint-disable-next-line no-await-in-loop
    result = await read(answers);
  }
  return result;
}

const openQuestion = (result: ReadOutcome): Question | undefined =>
  result.ok ? undefined : result.reading?.questions[0];

/** Why an answer that was given is asked for again. */
function problemOf(
  { diagnostics }: ReadOutcome,
  id: string,
  answers: Readonly<Record<string, string>>,
): Diagnostic | undefined {
  if (!(id in answers)) return undefined;
  return diagnostics.find(
    (one) => one.severity === 'error' && one.code !== 'PW_SENTENCE_QUESTIONS',
  );
}

/** A number is the number of a choice, an empty answer the likely one. */
function answerText(answer: JsonValue, { choices, fallback }: Question): string {
  const text = typeof answer === 'string' ? answer.trim() : JSON.stringify(answer);
  if (text === '' && fallback !== undefined) return fallback;
  return (/^\d+$/.test(text) ? choices[Number(text) - 1] : undefined) ?? text;
}
