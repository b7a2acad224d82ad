import { type ErrorCodes, input } from '../error-code.js';

/** Orders that come to an agent in chat. */
export const CHAT_CODES = {
  PW_CHAT_ROLE: input(
    'Whoever wrote the message may not order plugins.',
    'Give them a role in the world of the room, or change PLUGWRIGHT_ROLES.',
  ),
  PW_CHAT_SOURCE: input(
    'The agent may not read what the message names.',
    'Paste the document, or change PLUGWRIGHT_ALLOW_URLS or PLUGWRIGHT_DOCUMENTS.',
  ),
} as const satisfies ErrorCodes;
