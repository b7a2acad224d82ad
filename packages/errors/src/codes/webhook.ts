import { type ErrorCodes, input } from '../error-code.js';

/** Deliveries of events to callback addresses. */
export const WEBHOOK_CODES = {
  PW_WEBHOOK_CALLBACK: input(
    'The callbacks of a job are not valid.',
    'Give at most 10, each with a name of its own: letters, digits, "-" and "_", at most 64.',
  ),
  PW_WEBHOOK_SECRET: input(
    'An endpoint has no secret that can sign.',
    'Give it whsec_ and 24 to 64 bytes in base64; newWebhookSecret() makes one.',
  ),
} as const satisfies ErrorCodes;
