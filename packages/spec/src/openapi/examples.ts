import { phraseOf } from './naming.js';
import { shortenText } from './plain-text.js';

/** Documents often say "Lists pets" where a wish says "list pets". */
const THIRD_PERSON =
  /^(add|cancel|check|create|delete|find|fetch|get|list|post|remove|replace|retrieve|return|search|send|set|show|start|stop|update|upload|download|move|copy|generate|provide|read|validate|change|enable|disable|close|open|run|edit|invite|grant|revoke|assign|register|submit|verify|resolve|convert)(?:s|es)\b/i;

const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

/** Two short conversations in which the action is the right answer, made from what the document says. */
export function conversations(
  summary: string,
  method: string,
  path: string,
  displayName: string,
): { user: string; agent: string }[] {
  const { verb, words } = phraseOf(method, path);
  const phrase = `${verb} ${words.join(' ').toLowerCase() || 'the resource'}`;
  const wish =
    lowerFirst(shortenText(summary || phrase, 100).replace(THIRD_PERSON, '$1')).replace(
      /[.!?…]+$/,
      '',
    ) || phrase;
  const past = method === 'GET' || method === 'HEAD' ? 'Here is what I found.' : 'Done.';
  return [
    { user: `Please ${wish}`, agent: past },
    {
      user: `Can you ${phrase} with ${displayName}?`,
      agent: `Yes. I use ${displayName} for that.`,
    },
  ];
}
