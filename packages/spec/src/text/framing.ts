/** What stood before the request itself. */
export interface Framing {
  /** Characters to skip. */
  skip: number;
  /** The text speaks of a plugin (or an integration, a skill, …). */
  plugin: boolean;
  /** `called "x"`. */
  name?: string;
  /** The frame ended in a word that only a verb follows (`that`, `to`, `can`). */
  isVerbNext?: boolean;
  /** Words before "plugin": `a Spotify plugin` gives `Spotify`. */
  hint?: string;
}

const THING =
  '(?:plug-?ins?|extensions?|integrations?|add-?ons?|skills?|connectors?|wrappers?|modules?)';
const WHO =
  "(?:(?:my|the|our|an|your|each|every|any|eliza(?:os)?|elizaos') )*(?:ai )?(?:agents?|bots?|assistants?|users?|people|members?|guests?|staff|students?|employees?|everyone|anyone|someone|customers?|clients?|visitors?|players?|characters?|it|they|them|me|us)";
const FRAMES: readonly RegExp[] = [
  /^(?:how to say|you know|basically|in short|long story short|ideally|if possible|as i said)\b[,:]?\s+/,
  /^(?:(?:can|could|may|might) (?:i|we) (?:please )?(?:have|get)|would it be possible (?:to|for you to)|is it possible (?:to|for you to)|is there (?:any|a) (?:chance|way)(?: that)?(?: you could| you can| to)?|any chance (?:of|you could|you can)|do you think you could)\s+(?:please )?(?:have |get |build |make |write |create |add )?(?:me |us )?/,
  /^(?:build|make|create|write|have|get|find|develop|want|need)(?: me| us)? (?:something|anything|a thing|one|sth) (?:that|which|to|for|who)(?: can)?\s+/,
  /^(?:is|are) (?=[a-z]{3,}ing\b)/,
  /^(?:something|anything|one|another)(?: one)? (?:that|which|who|to)(?: can)?\s+/,
  /^(?:make it possible|it (?:should|must) be possible|(?:it |one )?(?:should|must) have (?:the |a )?(?:possibility|ability|option)|have (?:the |a )?(?:possibility|ability|option))(?: for [\w' ]{2,30}?)? (?:to|of|that)\s+/,
  /^(?:i|we) (?:want|wish|need|would like|like) that\s+/,
  /^(?:to make|for to|in order to|so as to|looking for|searching for|in search of|wish(?:es)?|wanted|need(?:ed)?):?\s+(?=(?:(?:an?|one|some|the) )?(?:\w+ ){0,4}?(?:plug-?in|extension|integration|add-?on)s?\b)/,
  /^(?:an? |the )?(?:agent|bot|assistant|character)s? with (?:this|the|that|such an?) (?:plug-?in|extension|integration) /,
  /^(?:have|get|add|want|need|make|create)(?: me| us)? (?=(?:an?|one|another|some) (?:actions?|commands?|tools?|functions?|way|option) (?:to|that|which|for)\b)/,
  /^(?:hi|hello|hey|ok|okay|please|pls|so|well|thanks|also|and|then|now|just|simply|basically|additionally|furthermore|moreover|optionally|finally|there|team|everyone|folks)\b[,!:.]*\s+/,
  /^(?:can|could|would|will) (?:you|we|someone|anybody|anyone|u)(?: please| kindly| also| maybe)*\s+(?!know\b|see\b)/,
  /^(?:i|we)(?:'d| would| really| do| just)*\s+(?:want|need|like|love|wish|require)(?: to)?\s+/,
  /^(?:i am|i'm|we are|we're) (?:looking for|after|in need of|trying to)\s+/,
  /^(?:help me(?: to)?|let's|let us|go ahead and|try to|be able to|being able to|able to|capable of|used to)\s+/,
  new RegExp(
    `^(?:to )?(?:create|build|make|write|generate|develop|scaffold|code|design|implement|set up|give|produce|get|have|add|provide|prepare|craft|need|want)(?: me| us| my agent| the agent)?\\s+(?=(?:(?!(?:that|which|with|to|and|of)\\b)[\\w'&./"-]+\\s+){0,7}?${THING}\\b(?!'s))`,
  ),
  new RegExp(
    `^(?:it|this|the plugin|this plugin|the integration|it's a plugin that) (?:should|can|must|will|could|may|shall|needs to|has to|would)(?: also| always| then| be able to)*\\s+`,
  ),
  new RegExp(
    `^${WHO} (?:to be able to|should be able to|must be able to|can|to|should|must|will|could|may|shall|needs? to|wants? to|likes? to|ha(?:s|ve) to|would)(?: also| then| be able to)*\\s+`,
  ),
  new RegExp(
    `^(?:let|lets|letting|allow|allows|allowing|enable|enables|enabling|help|helps|helping|make|makes|have|has|teach|teaches|empowers?|empowering|giv(?:e|es|ing)|provid(?:es|ing)) ${WHO}(?:,? (?:to|the ability to|can|with the ability to))?\\s+(?!see\\b|know\\b|the\\b|a\\b|an\\b|its\\b|their\\b|with\\b|access\\b|always\\b|about\\b)`,
  ),
  /^(?:that|which|who|where)\s+(?:can|will|should|could|would|lets|is able to|automatically|simply|also|the agent can|users can|it)*\s*/,
  /^(?:(?:an?|the|one|two|three|some|another) )?(?:actions?|commands?|tools?|functions?|features?|capabilit(?:y|ies)|abilit(?:y|ies)|options?|ways?|possibility|support) (?:to|that|for|which|of)\s+/,
  new RegExp(`^(?:ask|asks|tell|tells|instruct|command|get|request) ${WHO} to\\s+`),
  /^(?:should|must|can|will|to|automatically|periodically|regularly)\s+/,
  /^(?:this|the) (?:plugin|extension|integration|repository|package) (?:is |was )?(?:provides?|enables?|allows?|adds?|offers?|implements?|supports?|lets?|gives?|brings?|contains?|integrates?)\s+/,
];
const NAMED = new RegExp(
  `^(?:(?:a|an|the|my|our|one|some|new|this|another|small|simple|elizaos|eliza|comprehensive|powerful)\\s+)*((?:[\\w.&+'"/-]+\\s+){0,6}?)${THING}\\b(?:\\s+for (?:elizaos|eliza os|eliza|my agent|the agent|my elizaos agent|eliza agents|our agents?|elizaos agents|ai agents|agents))?(?:,?\\s+(?:called|named)\\s+["'\`]?([\\w@/ -]{1,60}?)["'\`]?(?=[,.:;]|\\s+(?:that|which|to|for|and)\\b|$))?\\s*(?:[,:;-]\\s*|\\b)?(?:that|which|who|to|for to|for|so that|so|where|with which|by which|through which|via which|designed to|able to|capable of|and it|providing|enabling)?\\s*`,
);

const FOR_WHOM =
  /^(?:the |my |our |an? )?[\w.&'-]+(?: (?!that\b|which\b)[\w.&'-]+){0,3},? (?:that|which) (?=[a-z]+s\b|can\b|will\b|should\b|lets\b)/;

/** How much of a sentence (lower case matters not) only says that somebody wants a plugin. */
export function stripFraming(sentence: string): Framing {
  const lower = sentence.toLowerCase();
  const framing: Framing = { skip: /^\s*/.exec(lower)?.[0].length ?? 0, plugin: false };
  for (let round = 0; round < 12; round++) {
    const rest = lower.slice(framing.skip);
    const named = NAMED.exec(rest);
    const words = (named?.[1] ?? '').trim();
    // "search the web with a plugin": a verb before it means the sentence has begun already.
    const hasBegun = /\b(?:the|with|and|my|from|for|of|all|which|your|have|is|are|was)\b/.test(
      words,
    );
    if (named && named[0].trim() !== '' && !framing.plugin && !hasBegun) {
      const hint = sentence.slice(framing.skip, framing.skip + named[0].length);
      framing.plugin = true;
      if (words !== '')
        framing.hint = hint.slice(hint.toLowerCase().indexOf(words)).slice(0, words.length);
      if (named[2] !== undefined) framing.name = named[2].trim();
      framing.skip += named[0].length;
      // "a plugin for Acme Pay that creates …": the name is found elsewhere.
      framing.skip += FOR_WHOM.exec(lower.slice(framing.skip))?.[0].length ?? 0;
      continue;
    }
    const frame = FRAMES.map((pattern) => pattern.exec(rest)?.[0]).find(
      (found) => found !== undefined && found.trim() !== '',
    );
    if (frame === undefined) break;
    framing.skip += frame.length;
  }
  const frame = lower.slice(0, framing.skip).trimEnd();
  if (/\b(?:that|which|who|to|can|should|must|will|could|would)$/.test(frame))
    framing.isVerbNext = true;
  return framing;
}
