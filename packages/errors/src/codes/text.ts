import { type ErrorCodes, input } from '../error-code.js';

/** Codes of sentences. */
export const TEXT_CODES = {
  PW_TEXT_EMPTY: input('There is no text.', 'Say in one sentence what the plugin should do.'),
  PW_TEXT_NO_WORDS: input(
    'The text holds no words.',
    'Say in one sentence what the plugin should do.',
  ),
  PW_TEXT_BINARY: input(
    'The input is not text.',
    'Describe the plugin in plain English sentences.',
  ),
  PW_TEXT_TOO_LARGE: input(
    'The text is too long to be a description.',
    'Use one or two sentences.',
  ),
  PW_TEXT_CUT: input('Only the start of a long text was read.', 'Put what matters first.'),
  PW_TEXT_LANGUAGE: input('The text is not English.', 'Write the request in English.'),
  PW_TEXT_CODE: input('The text is code or a log.', 'Say in words what the plugin should do.'),
  PW_TEXT_NOT_A_REQUEST: input(
    'The text does not ask for a plugin.',
    'Say what it should do, for example "Search the web with Tavily".',
  ),
  PW_TEXT_VAGUE: input(
    'The text does not say what the plugin should do.',
    'Name what is done and with which service.',
  ),
  PW_TEXT_NO_COMPONENT: input(
    'The text names a service, but nothing to do with it.',
    'Say what the agent should do with it.',
  ),
  PW_TEXT_IMPOSSIBLE: input('No plugin can do this.', 'Say what a program could do instead.'),
  PW_TEXT_REFUSED: input(
    'The request would harm or deceive people.',
    'Describe a use that those it concerns agree to.',
  ),
  PW_TEXT_NOT_A_PLUGIN: input(
    'What is asked for is not a plugin of an agent.',
    'Say what the agent should do or know.',
  ),
  PW_TEXT_NO_RECIPE: input(
    'No building block covers a part of the request.',
    'Name the API that does it, or write that part yourself.',
  ),
  PW_TEXT_POLLED: input(
    'A stream is replaced by asking again and again.',
    'Change how often, or write a service of your own.',
  ),
  PW_TEXT_ANSWER_UNCLEAR: input(
    'An answer changes nothing in the spec.',
    'Answer a question, or name the component and what should be different.',
  ),
  PW_TEXT_MISSING_BODY: input('A component has no body yet.', 'Name the service that does it.'),
  PW_TEXT_MISSING_ADDRESS: input('An API has no address.', 'Write baseUrl.'),
  PW_TEXT_MISSING_ADD: input('Nothing fills a collection.', 'Add an action that adds entries.'),
  PW_TEXT_MISSING_LISTENER: input(
    'Nobody is told about an event.',
    'Add notify or an event handler.',
  ),
  PW_TEXT_AMBIGUOUS_ACTIONS: input(
    'Two actions mean the same to an agent.',
    'Merge them, or say how they differ.',
  ),
  PW_TEXT_CONFLICT_REQUEST: input(
    'Two actions send the same request.',
    'Give one of them another path or other fixed values.',
  ),
  PW_TEXT_CONFLICT_SCHEDULE: input('A digest is made too often.', 'Run it less often.'),
  PW_TEXT_CONFLICT_RATE: input(
    'A service asks more often than its API allows.',
    'Raise everyMs or requestsPerSecond.',
  ),
  PW_TEXT_UNUSED: input('Something is declared and never used.', 'Remove it, or use it.'),
} as const satisfies ErrorCodes;
