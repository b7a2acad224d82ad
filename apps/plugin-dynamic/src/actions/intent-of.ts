import type { IAgentRuntime, Memory } from '@elizaos/core';
import { type Intent, recogniseIntent } from '@plugwright/spec/text';
import { withoutAddress } from '../request-of-message.js';

/** Longer messages are documents, or about something else; nobody says "how far is it?" in so many characters. */
const longest = 20_000;

/** What a message of a chat wants of us; `none` for nearly all of them. */
export function intentOf(runtime: Pick<IAgentRuntime, 'character'>, message: Memory): Intent {
  const text = message.content.text ?? '';
  if (text.length > longest) return 'none';
  const said = withoutAddress(text, runtime.character.name);
  return recogniseIntent(said, { context: 'chat' }).intent;
}
