/** Why a request is refused, and what would be possible. */
export interface Impossible {
  code: 'PW_TEXT_IMPOSSIBLE' | 'PW_TEXT_REFUSED' | 'PW_TEXT_NOT_A_PLUGIN';
  message: string;
  hint: string;
}

type Rule = readonly [RegExp, Impossible['code'], string, string];

const RULES: readonly Rule[] = [
  [
    /\b(?:hack(?:s|ing)?(?: into)?|break(?:s|ing)? into|brute[- ]?force|crack(?:s|ing)?|phish(?:es|ing)?|ddos|dox(?:x?es|x?ing)?)\b.*\b(?:accounts?|passwords?|users?|systems?|servers?|websites?|people|wallets?|emails?|wi-?fi|networks?|phones?)\b|\bddos\b|\b(?:ransomware|malware|keylogger|spyware|botnet|rootkit|trojan)\b|\bsteal(?:s|ing)?\b.*\b(?:passwords?|keys?|cookies?|tokens?|credentials?|funds|wallets?|data|money|identit\w+|cards?)\b|\b(?:stolen|leaked) (?:credit cards?|passwords?|credentials?)\b/i,
    'PW_TEXT_REFUSED',
    'This would harm others, so it is not built.',
    'Describe something that is done with the consent of those it concerns.',
  ],
  [
    /\bspam(?:s|ming)?\b(?! (?:filter|detect|protect|score|messages|check|folder))|\b(?:fake|bot) (?:reviews?|followers?|likes?|votes?|accounts?)\b|\b(?:pump and dump|wash trad\w+|insider trading)\b|\b(?:impersonat\w+|deepfake\w*) (?:my|a|an|the|real|other) (?:boss|bank|person|people|celebrit\w+|politician\w*|user\w*)\b/i,
    'PW_TEXT_REFUSED',
    'This would deceive people, so it is not built.',
    'Describe a use in which everybody knows who speaks.',
  ],
  [
    /\b(?:predict|guess|know|foresee|tell)\w*\b.*\b(?:lottery|lotto|winning numbers|next week's|tomorrow's (?:stock|price|winning|lottery))\b|\b(?:guaranteed?|always) (?:profits?|win(?:s|ning)?|returns?)\b|\b(?:see|know|predict)s? the future\b|\bread(?:s|ing)? (?:my|the|people's|users?'?|their|his|her) (?:minds?|thoughts?)\b|\btime[- ]travel|\bteleport|\b(?:infinite|unlimited) (?:money|energy)\b|\bperpetual motion\b|\bresurrect|\btelepath|\bstop(?:s|ping)? (?:time|ageing|aging|death)\b|\bcontrol(?:s|ling)? the weather\b|\bmake(?:s)? it (?:rain|stop raining)\b/i,
    'PW_TEXT_IMPOSSIBLE',
    'No program can do this.',
    'Say what can be measured or asked for instead, for example a forecast of a weather service.',
  ],
  [
    /\b(?:cook|bake|brew|fold|iron|vacuum|wash|clean|mow|paint|repair|walk|feed|hug|massage|drive|fly|deliver)(?:s|ing)?\b(?: me| my| the| a| us| our)+ (?:\w+ ){0,2}(?:dinner|lunch|breakfast|coffee|cake|laundry|shirts?|dishes|car|house|kitchen|room|floor|lawn|garden|wall|dog|cat|baby|back|pizza by hand|roof)\b(?!.*\b(?:api|via|with|using|through|home assistant|roomba|smart|robot)\b)/i,
    'PW_TEXT_IMPOSSIBLE',
    'A plugin has no hands: it can only talk to programs and devices.',
    'Name the device or the service that does it, for example "start the vacuum through Home Assistant".',
  ],
  [
    /\b(?:i(?:os|phone)|android|mobile|desktop|native|windows|mac(?:os)?|flutter|react native) (?:app|application|game)s?\b(?! (?:store|review|rank|api|package|notification))|\b(?:build|create|make|write|develop|design)(?: me| us)? (?:an? |my |the |our )?(?:\w+ ){0,3}(?:website|web ?site|landing page|video game|operating system|browser extension|chrome extension|wordpress (?:theme|plugin|plug-in)|vs ?code extension|figma plugin|obsidian plugin|compiler|programming language|smart contract|blockchain|new llm|language model from scratch|game engine|spreadsheet|logo|presentation|figma design|photoshop plugin|minecraft (?:mod|plugin)|shopify theme)\b(?!.*\b(?:elizaos|eliza|agent)\b)/i,
    'PW_TEXT_NOT_A_PLUGIN',
    'This is not a plugin of an agent.',
    'Say what the agent should do or know, for example "Publish articles on my WordPress site".',
  ],
  [
    /\b(?:train|fine-?tune|pre-?train)(?:s|ing)?\b.*\b(?:models?|llms?|networks?)\b.*\b(?:from scratch|on (?:my|our|the|a) (?:gpu|machine|laptop|cluster))\b|\b(?:rewrite|patch|replace|modify|fork)\b.*\b(?:elizaos'? (?:core|runtime|kernel)|the (?:agent )?runtime itself|the kernel)\b/i,
    'PW_TEXT_IMPOSSIBLE',
    'This is outside what a plugin may change.',
    'A plugin adds actions, providers, evaluators, services and routes; say which of them is needed.',
  ],
];

/** Who wants to be safe from something names it too. */
const DEFENCE =
  /\b(?:prevent|detect|filter|block|stop|against|report|anti|avoid|remove|flag|moderate|protect|check|scan|warn|ban|identif|find|delete|recogni)\w*[- ](?:\S+ ){0,5}?(?:spam\w*|phish\w*|scams?|malware|ransomware|spyware|ddos|fake|bots?|hack\w*|leak\w*|stolen|impersonat\w*|deepfake\w*|passwords?|credentials?)\b|\b(?:leaked|breached|pwned)\b/i;

/** The first rule that forbids the request, or nothing. */
export function impossibleReason(text: string): Impossible | undefined {
  for (const [pattern, code, message, hint] of RULES)
    if (pattern.test(text) && !(code === 'PW_TEXT_REFUSED' && DEFENCE.test(text)))
      return { code, message, hint };
  return undefined;
}

const EMPTY_WORDS =
  /\b(?:plug-?ins?|extensions?|integrations?|something|anything|everything|stuff|things?|cool|nice|good|great|awesome|useful|helpful|amazing|best|better|interesting|new|fun|smart|powerful|simple|ai|agent|agents|bot|eliza(?:os)?|work|works|do|does|make|create|build|give|me|us|my|a|an|the|that|which|it|to|for|with|and|or|of|please|some|all|can|could|you|i|we|want|need|would|like|really|just|very|one|another|is|be|helps?|improves?|life|easier|users?|people|magic|awesome|whatever|surprise|kind|any|have|get|should|so|in|on|generate|write|develop|possible|world|job|task|tasks|tool|tools)\b/gi;

/** Words that say what is wanted; fewer than one means too vague. */
export const meaningfulWords = (text: string): string[] =>
  text.replace(EMPTY_WORDS, ' ').match(/\p{L}[\p{L}\p{N}-]{2,}/gu) ?? [];
