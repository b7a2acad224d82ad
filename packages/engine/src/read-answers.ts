import { PlugwrightError } from '@plugwright/errors';
import { readDocument } from '@plugwright/spec';
import type { Host } from './host.js';
import { loadSource } from './load-source.js';

/** Bytes of the file. */
const answersLimit = 256 * 1024;
/** A sentence has three questions at most; some are asked again for each action. */
const mostAnswers = 100;
/** Characters, as many as the sentence itself may have. */
const longestAnswer = 4000;

/**
 * Answers to questions about a sentence: a YAML or JSON object, question id → answer.
 *
 * @throws `PW_SOURCE_*` when the file cannot be read, `PW_SENTENCE_ANSWERS` when it holds something else.
 */
export async function readAnswers(path: string, host: Host): Promise<Record<string, string>> {
  const { text, source } = await loadSource(path, host, {
    allowSentence: false,
    maxBytes: answersLimit,
  });
  const { value, diagnostics } = readDocument(text, { source });
  const errors = diagnostics.filter((one) => one.severity === 'error');
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (errors.length > 0 || !isObject) throw wrong(`${source} is not an object.`, errors);
  if (Object.keys(value).length > mostAnswers)
    throw wrong(`${source} holds more than ${mostAnswers} answers.`);
  return Object.fromEntries(
    Object.entries(value).map(([id, answer]) => {
      if (!['string', 'number', 'boolean'].includes(typeof answer))
        throw wrong(`The answer to ${JSON.stringify(id)} is not a text, number, true or false.`);
      if (String(answer).length > longestAnswer)
        throw wrong(
          `The answer to ${JSON.stringify(id)} has more than ${longestAnswer} characters.`,
        );
      return [id, String(answer)];
    }),
  );
}

const wrong = (message: string, diagnostics: PlugwrightError['diagnostics'] = []) =>
  new PlugwrightError({
    code: 'PW_SENTENCE_ANSWERS',
    message,
    hint: 'Write one line for each question, its id and the answer, for example schedule: every day at 9.',
    diagnostics,
  });
