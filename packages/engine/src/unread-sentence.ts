import type { Diagnostic } from '@plugwright/errors';
import type { TextResult } from '@plugwright/spec/text';

type Reading = Pick<TextResult, 'intent' | 'outcome' | 'questions'>;

/** Why a sentence gives no plugin, for a reading that has not said so itself. */
export function unreadSentence(reading: Reading): Diagnostic {
  return { severity: 'error', path: '', ...reason(reading) };
}

function reason({
  intent,
  outcome,
  questions,
}: Reading): Pick<Diagnostic, 'code' | 'message' | 'hint'> {
  if (intent !== 'create' && intent !== 'none')
    return {
      code: 'PW_SENTENCE_NOT_CREATE',
      message: `This asks for something else than a new plugin (${intent}).`,
      hint: 'Describe what a new plugin should do; plugwright --help lists the other commands.',
    };
  if (outcome === 'not-for-us' || intent === 'none')
    return {
      code: 'PW_SENTENCE_NOT_FOR_US',
      message: 'This does not ask for a plugin.',
      hint: 'Say what the plugin should do, for example "Roll dice and flip coins".',
    };
  if (outcome === 'impossible')
    return {
      code: 'PW_SENTENCE_IMPOSSIBLE',
      message: 'A plugin cannot do this.',
      hint: 'Ask for something that an API, a file, a model or a computation can answer.',
    };
  if (outcome === 'questions') return openQuestions(questions.length);
  return {
    code: 'PW_SENTENCE_VAGUE',
    message: 'This does not say what the plugin should do.',
    hint: 'Add what it does, with which service, and when: "Tell me when a GitHub repository gets a new release".',
  };
}

/** The sentence needs answers that nobody gave. */
export const openQuestions = (count: number) => ({
  code: 'PW_SENTENCE_QUESTIONS',
  message: `The sentence leaves ${count === 1 ? 'a question' : `${count} questions`} open.`,
  hint: 'Answer in a terminal or with --answers FILE, or take what is assumed with --yes.',
});
