import { ERROR_CODES } from '@plugwright/errors';
import { describe, expect, it } from 'vitest';
import { unreadSentence } from './unread-sentence.js';

describe('unreadSentence', () => {
  it.each([
    ['update', 'spec', 'PW_SENTENCE_NOT_CREATE'],
    ['list', 'not-for-us', 'PW_SENTENCE_NOT_CREATE'],
    ['none', 'not-for-us', 'PW_SENTENCE_NOT_FOR_US'],
    ['create', 'impossible', 'PW_SENTENCE_IMPOSSIBLE'],
    ['create', 'questions', 'PW_SENTENCE_QUESTIONS'],
    ['create', 'vague', 'PW_SENTENCE_VAGUE'],
  ] as const)('says what to do when a text is %s and %s', (intent, outcome, code) => {
    const found = unreadSentence({ intent, outcome, questions: [] });
    expect(found).toMatchObject({ code, severity: 'error', hint: expect.stringMatching(/\.$/) });
    expect(ERROR_CODES).toHaveProperty(code, expect.objectContaining({ exit: 2 }));
  });
});
