import { findProviders } from './catalogue/index.js';
import { foreignLanguage } from './languages.js';
import { verbLemma } from './lemma.js';
import { stripFraming } from './framing.js';
import type { Intent } from './types.js';

export interface IntentReading {
  intent: Intent;
  confidence: number;
  /** What spoke for it, for people. */
  why: string;
}

export interface IntentOptions {
  /**
   * `command`: the text was given to be made into a plugin, so a bare order ("Search the web with Tavily") is a
   * request. `chat`: only a text that speaks of a plugin is.
   */
  context?: 'command' | 'chat';
}

const THING = '(?:plug-?ins?|extensions?|integrations?|add-?ons?)';
const JOB = '(?:jobs?|builds?|generation|creation|run)';
const START =
  "^(?:(?:hi|hello|hey|ok|okay|please|so|well|now|thanks|then|and|hmm|actually|wait|sorry|great|nice|cool|alright)\\b[,!. ]*)*(?:(?:can|could|would|will) you (?:please |kindly |maybe )?|please |i (?:want|need)(?: you)? (?:to )?|i(?:'d| would) (?:want|like|love)(?: you)? (?:to )?|let'?s |we (?:want|need|should|would like) (?:to )?|help me (?:to )?|go ahead and )?(?:please )?";
const at = (rest: string) => new RegExp(START + rest, 'i');

const CANCEL = [
  at(
    `(?:cancel|abort|stop|kill|halt|discard)\\b(?:(?! when| if).)*\\b(?:${THING}|${JOB}|it|that|this|everything|creating|building|generating|making|working)\\b`,
  ),
  at(
    `(?:cancel|abort|stop|never ?mind|forget (?:it|about it|that))[.! ]*(?:(?:please|now|thanks|it)[.! ]*)*$`,
  ),
  at(`never ?mind\\b`),
  at(
    `(?:do not|don't) (?:create|build|make|generate|finish|continue) (?:it|that|this|the ${THING})`,
  ),
  at(`forget (?:about )?(?:the|that|my) ${THING}`),
];
const STATUS = [
  new RegExp(
    `\\b(?:status|progress|state) (?:of|on|for|with) (?:the|my|our|that|this|plugin-)`,
    'i',
  ),
  new RegExp(
    `^(?:what'?s|what is|how is|how'?s|how are|where is|where'?s)\\b.*\\b(?:${THING}|${JOB}|it|plugin-[\\w-]+)\\b.*\\b(?:status|progress|going|doing|coming along|coming|now|so far|far)\\b`,
    'i',
  ),
  new RegExp(
    `^(?:and )?(?:is|are|was|did|has|have)\\b(?! there| it (?:possible|true|ok))(?:(?! a ).)*\\b(?:${THING}|${JOB}|it|plugin-[\\w-]+|they)\\b.*\\b(?:ready|done|finished|complete[d]?|pass(?:ed)?|built|fail(?:ed)?|running|stuck|created|work(?:ed)?|generated|through)\\b`,
    'i',
  ),
  new RegExp(`\\bhow (?:far|long|much longer)\\b.*\\b(?:${THING}|${JOB}|it|you)\\b`, 'i'),
  at(
    `(?:check|show|give|tell|report)(?: me)?(?: on)? (?:the |my )?(?:current )?(?:status|progress)\\b(?!.*\\bendpoint)`,
  ),
  at(`check (?:on|up on) (?:the|my|that|plugin-)`),
  /^(?:any (?:news|progress|update)s?|status|progress|are (?:you|we) (?:done|ready|finished)(?: yet)?|done yet|ready yet|still (?:building|running|working)|update)\b[^a-z]*$/i,
  new RegExp(
    `\\b(?:any (?:news|progress|updates?)|what happened|what'?s happening|what is happening)\\b.*\\b(?:${THING}|${JOB}|plugin-)`,
    'i',
  ),
  new RegExp(
    `^(?:why|when|did|has)\\b.*\\b(?:${THING}|${JOB})\\b.*\\b(?:fail|ready|finish|done|stop|take so long|pass)`,
    'i',
  ),
];
const LIST = [
  new RegExp(
    `^(?:please )?(?:which|what)(?: other| kind of)? (?:\\w+ )?${THING}\\b.*\\b(?:have|has|did|do|can|could|are|made|created|exist|installed|available|built|generated|there)\\b`,
    'i',
  ),
  at(
    `(?:list|show|give|display|enumerate|see|view|get)(?: me)?(?: of)? (?:a list of )?(?:all|every|the|my|our|me)?(?: of)? ?(?:the |my |our |all )*(?:(?:available|installed|existing|created|generated|recent|finished|other|old|current|running|pending|past) )*(?:${THING}|${JOB})(?:\\s+(?:i|we|you|that|so far|again|please|here|have|there|made|and|of mine|with|currently|available|installed|are|in)\\b.*)?[.!? ]*$`,
  ),
  new RegExp(`\\bhow many ${THING}\\b`, 'i'),
  new RegExp(`\\blist of (?:all |my |the |our )*${THING}\\b`, 'i'),
];
const UPDATE = [
  at(
    `(?:change|update|modify|edit|rename|extend|adjust|improve|fix|upgrade|regenerate|rebuild|refactor|tweak|revise)\\b(?:(?!\\b(?:to create|create a|build a)\\b).)*\\b(?:${THING}|plugin-[\\w-]+)\\b(?! (?:that|which|for) )`,
  ),
  at(
    `(?:add|include|remove|delete|drop|put|insert)\\b.*\\b(?:to|from|in|into|of) (?:the|my|our|that|this|your|its)? ?(?:[\\w-]+ ){0,3}(?:${THING}|plugin-[\\w-]+)\\b`,
  ),
  at(
    `(?:add|include|remove|delete|drop) (?:an?|the|one|another) (?:more |second |new |extra )?(?:[\\w-]+ ){0,3}(?:to|from) (?:it|plugin-[\\w-]+)\\b`,
  ),
  at(
    `(?:make|let|have|teach) (?:it|that|the (?:[\\w-]+ )?${THING}|my (?:[\\w-]+ )?${THING}|plugin-[\\w-]+)\\b.*\\b(?:also|instead|too|as well|every|use|faster|slower|hourly|daily|only|support|able|run|post|send|retry|log)\\b`,
  ),
  new RegExp(
    `^(?:the|my|our|that) (?:[\\w-]+ ){0,3}?${THING} (?:should|must|needs to|has to) (?:also|instead|now|no longer|not|rather)\\b`,
    'i',
  ),
  new RegExp(`^(?:it|this) (?:should|must|needs to) (?:also|instead|now|no longer|rather)\\b`, 'i'),
  at(
    `(?:use|switch to|change to|set|replace)\\b.*\\b(?:instead of|rather than|in place of)\\b.*\\b(?:in|for|of)? ?(?:the|my|that)? ?(?:[\\w-]+ ){0,2}(?:${THING}|plugin-)`,
  ),
  at(
    `(?:change|set|rename|switch|move)\\b (?:the|its) (?:schedule|name|interval|description|time|action|provider|api|host|key|version|licen[cs]e|evaluator|service|route|path|url|model|prompt)\\b.*\\bto\\b`,
  ),
  at(
    `(?:replace|remove|rename|drop) (?:the|its|that) [\\w-]+ (?:action|provider|evaluator|service|route)\\b`,
  ),
];
const CREATE = [
  at(
    `(?:create|build|make|write|generate|develop|scaffold|code|design|implement|set up|produce|craft|prepare|start|spin up|put together|whip up|bootstrap|program|have|get|add|give me|want|need|use)(?: me| us| up)?(?: an?| the| my| our| some| one| another| new)*\\b(?:(?!\\b(?:that|which|who|and|but|so)\\b)[^.!?]){0,60}?\\b${THING}\\b`,
  ),
  new RegExp(
    `^(?:i|we)(?: really| do| just)*\\s*(?:'d (?:like|love)| would (?:like|love)| want| need)\\b.{0,60}?\\b${THING}\\b`,
    'i',
  ),
  new RegExp(
    `^(?:i'm|i am|we're|we are) (?:looking for|after|in need of)\\b.{0,40}\\b${THING}\\b`,
    'i',
  ),
  new RegExp(
    `^(?:an?|one|new|another|simple)\\s(?:(?!\\b(?:is|was|are|does|has)\\b)[^.!?]){0,50}?${THING}\\b(?! (?:is|was|are|were|has|had|can't|cannot|does|keeps|crash\\w*|broke\\w*)\\b)`,
    'i',
  ),
  new RegExp(
    `^(?:[\\w.&-]+ ){1,4}(?:plug-?in|integration)(?: (?:for|that|which|to|with|using|via|from|around|based on)\\b.*)?[.! ]*$`,
    'i',
  ),
  new RegExp(`\\bturn (?:this|that|the|my)\\b.*\\binto an? ${THING}\\b`, 'i'),
];
/** Things that are written or drawn, about plugins as about anything else; none of them is a program. */
const WORK =
  '(?:articles?|blog posts?|books?|chapters?|comments?|comparisons?|courses?|descriptions?|diagrams?|docs|documentation|drawings?|e-?mails?|essays?|haikus?|icons?|images?|jokes?|letters?|limericks?|logos?|lyrics|messages?|newsletters?|notes?|overviews?|papers?|paragraphs?|pictures?|poems?|posts?|presentations?|press releases?|questions?|readmes?|reports?|reviews?|slides?|songs?|speech(?:es)?|stor(?:y|ies)|summar(?:y|ies)|talks?|tests?|tutorials?|tweets?|videos?)';
const ABOUT_PLUGINS = at(
  `(?:create|build|make|write|generate|develop|design|produce|craft|prepare|draft|compose|draw|sing|give|tell)(?: me| us)?(?: an?| the| my| our| some| another| new)*(?: (?!${THING}\\b)[\\w-]+){0,3}? ${WORK} (?:about|on|of|for|regarding|concerning|describing|explaining|comparing) (?:(?!\\b(?:that|which)\\b)[\\w'-]+ ){0,4}?${THING}(?: (?:ecosystem|system|market|architecture|world|api)s?)?(?:[.!?,]|$)`,
);
/** `Can I have an extension that …?`, `Is there any chance you could write me …?`: polite, and no question. */
const POLITE = new RegExp(
  `^(?:(?:can|could|may) (?:i|we)|would it be possible|is it possible|(?:is there )?any (?:chance|way)|do you think you could|would you mind)\\b[^.]{0,40}?\\b(?:have|get|make|making|build|building|write|writing|create|creating|add)\\b.{0,50}?\\b${THING} (?:that|which|to|for|with)\\b`,
  'i',
);
/** The same without a word for a plugin; what was given to be built may ask so. */
const POLITE_ORDER =
  /^(?:please,? )?(?:can|could|would|will) (?:you|we|i|someone)\b.{0,20}?\b(?:build|make|create|write|have|get|add|develop|set up)\b.{0,12}?\b(?:something|anything|an? (?:action|tool|command|function|way|option)|the (?:ability|option|possibility)) (?:that|which|to|for)\b/i;
const FILLER = /^(?:how to say|you know|well|so|hmm+|ehm?|um+|basically|look|listen)\b[,.]?\s+/i;
const QUESTION =
  /^(?:and |but |so |ok |hey |hi |hello )*(?:what|why|who|whom|whose|when|where|which|how|is|are|was|were|do|does|did|should|shall|has|have|am|may|isn't|aren't|don't|doesn't|can i|can we|could i|will it|would it|can plugins?|can a plugin|can an)\b/i;
const COMPLAINT =
  /\b(?:does ?n[o']t work|do ?n[o']t work|is broken|are broken|keeps? (?:crashing|failing|breaking)|crash(?:ed|es)|i hate|is terrible|is awful|sucks?|stopped working|won't (?:start|work|load)|is (?:slow|buggy|useless|great|nice|cool|awesome|amazing|annoying|confusing)|are (?:great|nice|cool|slow|annoying|useful)|gave (?:me )?an error|got an error|threw an error)\b/i;
const CHAT =
  /^(?:hi|hello|hey|yo|thanks?|thank you|thx|cheers|good (?:morning|evening|night|afternoon|day)|bye|goodbye|see you|ok|okay|yes|no|yeah|nope|sure|lol|haha|wow|nice|cool|great|awesome|perfect|sorry|welcome|congrats|test|testing|ping|hm+|never)\b[\s\p{L}\p{P}]{0,30}$/iu;
const PERSONAL =
  /^(?:tell|show|give|sing|read|teach|explain|describe|write|say|recommend|suggest|translate|summari[sz]e|define|list|name|help)(?: to)?(?: me| us)\b(?: with)?\s*(?:an?|the|some|what|how|why|who|about|your|something|more|please|that|this)?\b(?!.*\b(?:when|every|whenever|if|as soon as|plug-?in|api|from|with|using|via|each)\b)/i;
const SMALL =
  /\b(?:jokes?|weather like|how are you|your favou?rite|meaning of life|your name|who (?:are|made) you|good (?:book|movie)|bedtime)\b|^(?:explain|define|describe|tell|say)\b (?:what|how|why|who|when)\b/i;
const CODE =
  /^\s*(?:import |export |const |let |var |function |class |def |#include|SELECT |INSERT |UPDATE \w+ SET|<\?php|<!doctype|<html|\{\s*"|npm |npx |git |curl |sudo |docker |\$ |at \w+.*\(.*:\d+:\d+\)|Traceback|[\w.]*Error:)|=>\s*\{|\);\s*$|\}\s*$|^\s*[\w.]+\([^)]*\);?\s*$/m;
const PAST =
  /^(?:i|we|he|she|they|you|yesterday|last (?:week|night|month|year)|my (?:friend|boss|colleague|team)|someone|somebody|everyone)\b[^.!?]*\b(?:was|were|had|did|wrote|made|created|built|used|installed|tried|read|saw|liked|said|told|asked|found|bought|went|think|thinks|thought|know|remember|believe|guess|hope|love|loved|use|uses|like|likes|maintain|released|published|heard|been|have|has)\b/i;

/** Whether a text asks for a plugin to be made, changed, stopped or shown, or for none of it. */
export function recogniseIntent(given: string, options: IntentOptions = {}): IntentReading {
  const text = given.replace(/\s+/g, ' ').trim().replace(FILLER, '');
  const say = (intent: Intent, confidence: number, why: string): IntentReading => ({
    intent,
    confidence,
    why,
  });
  if (!/\p{L}{2}/u.test(text)) return say('none', 0.99, 'there are no words');
  if (CODE.test(given)) return say('none', 0.9, 'it is code or a log');
  const foreign = foreignLanguage(text);
  if (foreign !== undefined) return say('none', 0.85, `it is not English (${foreign})`);
  const any = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(text));
  if (ABOUT_PLUGINS.test(text)) return say('none', 0.8, 'it asks for a text or a picture');
  const polite = POLITE.test(text);
  const request = polite || any(CREATE);
  if (any(CANCEL)) return say('cancel', 0.9, 'it tells to stop');
  if (any(STATUS) && !request) return say('status', 0.9, 'it asks how far something is');
  if (any(LIST)) return say('list', 0.9, 'it asks which plugins there are');
  if (any(UPDATE)) return say('update', 0.85, 'it tells to change a plugin');
  if (polite || (request && !isAboutPlugins(text)))
    return say('create', 0.95, 'it asks for a plugin');
  if (options.context === 'chat') return say('none', 0.7, 'it does not ask for a plugin');
  return bareRequest(text, say);
}

/** "How do I create a plugin?" speaks of plugins and asks for none. */
function isAboutPlugins(text: string): boolean {
  if (/^(?:how|why|who|what|when|where|should|do|does|did|is|are|was)\b/i.test(text)) return true;
  return (
    PAST.test(text) &&
    !/^(?:i|we)(?:'d| would)?(?: really| just)? (?:want|need|like|love)\b|^(?:i'm|i am|we're|we are) (?:looking|after|in need)/i.test(
      text,
    )
  );
}

/** No plugin is named, but the text was given as a request: an order counts, talk does not. */
function bareRequest(
  text: string,
  say: (intent: Intent, confidence: number, why: string) => IntentReading,
): IntentReading {
  if (POLITE_ORDER.test(text))
    return say('create', 0.8, 'it asks politely for something to be made');
  if (CHAT.test(text)) return say('none', 0.9, 'it is small talk');
  if (QUESTION.test(text) && (text.endsWith('?') || !/^(?:when|where)\b[^?]*,/i.test(text)))
    return say('none', 0.85, 'it is a question');
  if (COMPLAINT.test(text) && !/^(?:when|whenever|if|every)\b/i.test(text))
    return say('none', 0.8, 'it is an opinion or a complaint');
  if ((PERSONAL.test(text) || SMALL.test(text)) && !namesSource(text))
    return say('none', 0.8, 'it asks for an answer, not for a plugin');
  const verb = leadingVerb(text);
  if (verb) return say('create', 0.75, 'it is an order');
  if (PAST.test(text)) return say('none', 0.8, 'it tells something');
  return isWish(text)
    ? say('create', 0.7, 'it says what an agent should do')
    : say('none', 0.6, 'it asks for nothing');
}

/** A joke from a known address is no small talk. */
const namesSource = (text: string) =>
  /\bhttps?:\/\//i.test(text) ||
  findProviders(text).some(
    ({ certain, start }) =>
      certain && /\b(?:from|with|via|using|through|of|on) (?:the )?$/i.test(text.slice(0, start)),
  );

const isWish = (text: string) =>
  /\b(?:my|the|our|an) (?:agent|bot|assistant)s? (?:should|must|to|can|needs? to|has to)\b|\b(?:let|allow|enable)s? (?:users|people|me|members|everyone|the agent|my agent)\b|^(?:an?|two|some) (?:\w+ ){0,4}(?:agent|bot|tool|skill|connector|action|provider|evaluator|service|endpoint|webhook|route)s? (?:that|which|to|for|with)\b|^(?:always|after every|after each|before every|before each|every|each|whenever|when|once|if|as soon as|on)\b.*\b(?:send|post|tell|notify|alert|remind|show|give|store|save|remember|evaluate|detect|run|check|write|log|summar|create|publish|email|message|tweet|react|reply|update|add|fetch|get|translate|extract|score|rate|ping|warn|share|answer|turn|call)\w*\b/i.test(
    text,
  );

function leadingVerb(text: string): boolean {
  const { skip } = stripFraming(text);
  const words =
    text
      .slice(skip)
      .toLowerCase()
      .match(/[\p{L}\p{N}'-]+/gu) ?? [];
  const [first = '', second = ''] = words;
  const start = /^(?:also|just|always|automatically|periodically|regularly)$/.test(first) ? 1 : 0;
  const lemma = verbLemma(words[start] ?? '', words[start + 1]) ?? verbLemma(words[start] ?? '');
  if (!lemma || words.length - start < 2) return false;
  if (lemma.form === 'past' || (lemma.form === 'gerund' && skip === 0)) return false;
  if (lemma.form === 'third' && skip === 0 && lemma.verb.noun) return false;
  // "love is …", "trade secrets are …": a noun with its verb.
  if (lemma.verb.noun && /^(?:is|are|was|were|has|have|does|do|of|will|would|can)$/.test(second))
    return false;
  return true;
}
