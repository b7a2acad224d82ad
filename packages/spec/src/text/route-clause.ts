import type { Clause } from './clauses.js';
import { PRESENTING } from './lexicon.js';
import { readSchedule, type Schedule } from './schedule.js';
import { sourceOf } from './tokens.js';

export type ClauseKind =
  | 'action'
  | 'provider'
  | 'evaluator'
  | 'service'
  | 'route'
  | 'event'
  | 'model'
  | 'present'
  | 'setting'
  | 'nothing';

export interface RoutedClause {
  clause: Clause;
  kind: ClauseKind;
  /** The whole clause as written, conditions included. */
  text: string;
  schedule?: Schedule;
  /** 0 to 1: how plain the cue was. */
  confidence: number;
  /** Also needs something that runs on its own (a reminder, a timed post). */
  background: boolean;
}

const AGENT =
  "(?:the |my |our |your |its )?(?:agent|bot|assistant|character|model|llm|eliza)(?:'s)?";
const PROVIDER = new RegExp(
  [
    `\\bas (?:(?:additional|extra|background|live|conversation) )?context\\b`,
    `\\b(?:in|into|to|within) (?:${AGENT}|its|their|the|every|each)? ?(?:conversation(?:al)? |prompt )?(?:context|prompts?)\\b(?! window)`,
    `\\b(?:provid|suppl|giv|offer)(?:e|es|ing|y|ies) (?:(?:real-?time|live|current|relevant|extra|more|rich|situational) )*context\\b`,
    `\\b(?:contextual (?:info|awareness|data)|context provider|context for ${AGENT})\\b`,
    `\\balways (?:gives?|shows?|tells?|lets?|includes?|provides?|knows?|keeps?|has|have|see|informs?)\\b`,
    `\\b(?:gives?|shows?|tells?|informs?|reminds?|feeds?|supply|supplies|provide|provides) ${AGENT}(?! (?:to|when|if|the ability|access|tools|a way)\\b)`,
    `\\b(?:lets?|make|makes|have|so that|so|for) ${AGENT} (?:to )?(?:always )?(?:see|sees|know|knows|aware|remember|be aware)\\b`,
    `\\b(?:available|visible|known) to ${AGENT}`,
    `\\b(?:keep|keeps|make|makes)\\b.*\\b(?:available|in context|in view|at hand|in mind)\\b`,
    `\\baware of\\b|\\bawareness of\\b`,
    `\\bkeeps? ${AGENT} (?:informed|updated|up to date|posted|briefed)\\b`,
    `\\b${AGENT} (?:should |must |needs to )?(?:always )?(?:knows?|sees?|is told)\\b`,
    `\\bbefore (?:it|${AGENT}|every|each|they) (?:repl|answer|respon|messag|turn)`,
    `\\b(?:inject|injects|put|puts)\\b.*\\b(?:context|prompt|state)\\b`,
  ].join('|'),
  'i',
);
const EVALUATOR = new RegExp(
  [
    `\\b(?:after|on|from|of|in|for) (?:every|each|all|the|any|their|past|incoming|user|users'|group)?(?: of)? ?(?:incoming |user |chat |group |their )*(?:conversations?|messages?|chats?|repl(?:y|ies)|turns?|interactions?)\\b.*\\b(?:evaluat|detect|learn|extract|scor|rat|remember|analy[sz]|assess|check|recogni|note|stor|judge|classif)`,
    `\\b(?:evaluat|detect|learn|recogni[sz]|scor|rat|remember|assess|judge|spot|notic|flag|classif)(?:e|es|ing|s|t)?\\b.*\\b(?:in|of|from|after|whether|during|across|to)\\b.*\\b(?:conversations?|messages?|chats?|the user (?:was|is|sounds|seems)|what (?:users?|people) (?:say|write)|mentions?)\\b`,
    `\\b(?:analy[sz]e|extract|track|monitor)(?:s|ing)?\\b.*\\b(?:sentiment|mood|emotions?|tone|facts?|topics?|preferences?|relationships?|trust)\\b.*\\b(?:in|of|from|after|during)\\b.*\\b(?:conversations|messages|chats|(?:each|every) \\w+)\\b`,
    `\\b(?:after|before) (?:every|each) (?:conversation|message|repl|turn|response|interaction)`,
    `\\blearn(?:s|ing)? from\\b|\\bself-reflect|\\bmoderat(?:e|es|ing) (?:the |my |our )?(?:[\\w-]+ )*(?:chats?|messages?|channels?|groups?|conversations?|comments?|content|servers?)\\b`,
    `\\bremember(?:s|ing)? (?:what|facts|things|everything|when|who|how|each|every|which)\\b`,
    `\\b(?:note|flag|spot|log|mark|catch|collect|count|look for)s? (?:all |every |any )?(?:messages?|posts?) (?:that|which|with|containing|mentioning|about)\\b`,
    `\\bevaluator\\b`,
    `\\b(?:classif(?:y|ies)|label|tag|categori[sz]e|rate|score|judge|check)s? (?:each|every|all|any|incoming|new) (?:\\w+ )?(?:messages?|posts?|replies|comments?|conversations?)\\b`,
  ].join('|'),
  'i',
);
const ROUTE = new RegExp(
  [
    `\\b(?:add|adds|expose|exposes|offer|offers|serve|serves|provide|provides|have|open|opens|create|host|with)\\b.*\\b(?:https?|rest|api|web|health|status|metrics|json|get|post|public)?[ -]?(?:endpoints?|routes?)\\b`,
    `\\b(?:receive|receives|accept|accepts|handle|handles|listen for|listens for|process|processes|take|takes|verify|verifies|on)\\b.*\\bweb-?hooks?\\b(?! url)`,
    `\\bweb-?hook (?:receiver|endpoint|listener|handler|route)\\b|\\bincoming web-?hooks?\\b`,
    `\\b(?:over|via|through) (?:an? )?https?\\b.*\\b(?:expose|offer|serve|callable|reachable)`,
    `\\b(?:expose|serve|exposes|serves)\\b.*\\b(?:over|via|through|at|on|under) (?:an? )?(?:https?|rest|web|/)`,
    `\\b(?:web|status|admin) (?:dashboard|page|ui|interface) (?:for|at|under|with|showing|that)\\b|\\bdashboard at\\b`,
  ].join('|'),
  'i',
);
const WATCH =
  /\b(?:monitor(?:s|ing)?|watch(?:es|ing)?(?! (?:list|party))|poll(?:s|ing)?|keep (?:an eye on|track of (?:new|changes))|keep(?:s)? checking|listen(?:s|ing)? (?:to|for|on)|subscribe(?:s)? to|stream(?:s|ing)? (?:from|new|live)|web-?sockets?|in the background|background (?:worker|job|service|task)|long-running|stay connected|connection open|follow(?:s)? (?:new|an? (?:rss|feed|account)))\b/i;
const ALERT =
  /\b(?:notif(?:y|ies|ying)|alerts?|tells?|pings?|warns?|informs?|messages?|emails?|posts?|sends?|announces?|let(?:s)? (?:me|us|the \w+) know|reports?|dms?)\b/i;
const WORLD_EVENT =
  /\b(?:when|whenever|if|as soon as|once|every time|each time)\b(?!.*\b(?:asks?|asked|says?|wants?|requests?|types?|pastes?|needs?|tells?|available|possible|needed|required|necessary|due)\b)(?=.*\b(?:new|gets?|goes|falls?|drops?|rises?|moves?|changes?|fails?|is (?:down|up|live|merged|opened|published|released|over|above|below|late)|appears?|publish\w*|posts?|arrives?|comes?|reach\w*|exceeds?|cross\w*|happens?|breaks?|starts?|ends?|uploads?|releases?|opens?|closes?|hits?|lands?|goes live|more than|above|below)\b)/i;
const TELL_ME =
  /\b(?:notif(?:y|ies)|alerts?|tells?|pings?|warns?|informs?|messages?|emails?|texts?) (?:me|us|the \w+|my \w+|our \w+|everyone)\b|\blet (?:me|us) know\b/i;
const USER_ASKS =
  /\b(?:asks?|asked|says?|wants?|requests?|types?|pastes?|needs?|tells?|mentions?|sends?)\b/i;
const REMIND = /\bremind(?:s|er|ers|ing)?\b/i;
const MODEL =
  /\b(?:(?:use|uses|using|add|adds|provide|provides)\b.*\b(?:as|for) (?:the |a |an |my |its )*(?:language |chat |embedding |text |ai )*(?:models?|llms?)(?: provider)?\b|model provider|\b(?:text|object) generation\b.*\bembeddings?\b|embeddings? model|inference provider|model handlers?)\b/i;
const SETTING =
  /^(?:the )?(?:api )?(?:key|token|secret|url|base url|address|host|credentials?|password)\b.*\b(?:is|are|comes?|should|in|from)\b|\b(?:keys?|tokens?|secrets?|credentials?) (?:is|are|comes?|stands?|lives?) in\b/i;

/** What kind of component a clause asks for, by its cues. */
export function routeClause(text: string, clause: Clause): RoutedClause {
  const whole = text.slice(clause.start, clause.end);
  const schedule = readSchedule(whole);
  const condition = sourceOf(text, clause.condition);
  if (clause.heading) return headingOf(text, clause, whole, schedule);
  const routed = (kind: ClauseKind, confidence: number, background = false): RoutedClause => ({
    clause,
    kind,
    text: whole,
    confidence,
    background: background || schedule !== undefined,
    ...(schedule && { schedule }),
  });
  if (clause.named !== undefined) return routed(clause.named, 0.95, /\bbackground\b/i.test(whole));
  const verb = clause.verb?.base ?? '';
  const category = clause.verb?.verb.class ?? '';
  if (SETTING.test(whole) && !clause.verb) return routed('setting', 0.8);
  if (MODEL.test(whole)) return routed('model', 0.75);
  if (ROUTE.test(whole)) return routed('route', 0.85);
  if (EVALUATOR.test(whole)) return routed('evaluator', 0.8);
  if (category === 'get' && ALERT.test(verb) && WORLD_EVENT.test(condition))
    return routed('service', 0.85, true);
  if (PROVIDER.test(whole) && !WORLD_EVENT.test(condition)) return routed('provider', 0.85);
  if (
    category === 'monitor' ||
    (WATCH.test(whole) &&
      ['keep', 'listen', 'monitor', 'subscribe', 'connect', ''].includes(category))
  )
    return routed('service', 0.85, true);
  if (condition !== '' && WORLD_EVENT.test(condition)) return routed('service', 0.75, true);
  if (
    TELL_ME.test(whole) &&
    /^(?:when|if|as soon|once|every time)/i.test(condition) &&
    !USER_ASKS.test(condition)
  )
    return routed('service', 0.7, true);
  if (category === 'remind') return routed('action', 0.75, true);
  if (PRESENTING.has(verb.split(' ')[0] ?? '') && clause.verb?.verb.class !== 'send')
    return routed('present', 0.7);
  if (
    PRESENTING.has(verb) &&
    /\bwith (?:the|its|their|a) (?:results?|answers?|passages?|findings?)\b/i.test(whole)
  )
    return routed('present', 0.7);
  return routed(
    clause.verb ? 'action' : 'nothing',
    clause.verb ? 0.8 : 0.3,
    /\bbackground\b/i.test(whole) || (REMIND.test(whole) && /\bbefore\b/.test(whole)),
  );
}

/** `Moderate group chats: …` is an evaluator all the same; an action it is not. */
function headingOf(
  text: string,
  clause: Clause,
  whole: string,
  schedule: Schedule | undefined,
): RoutedClause {
  const { heading: _, ...plain } = clause;
  const own = routeClause(text, plain);
  const kind = own.kind === 'action' || own.kind === 'present' ? 'nothing' : own.kind;
  return { ...own, clause, text: whole, kind, ...(schedule && { schedule }) };
}

/**
 * Clauses that finish an earlier one: what a monitor sends, where found passages go, what is done with a result.
 * They add no component of their own.
 */
export function joinClauses(routed: readonly RoutedClause[]): RoutedClause[] {
  const joined: RoutedClause[] = [];
  for (const here of routed) {
    const before = joined.at(-1);
    const same = before?.clause.sentence === here.clause.sentence;
    const refers =
      /\b(?:them|it|those|these|results?|matching|resulting|passages?|found|findings?|answers?)\b/i.test(
        here.text,
      );
    if (
      before &&
      same &&
      here.kind === 'provider' &&
      before.kind === 'action' &&
      refers &&
      before.clause.topic
    ) {
      joined[joined.length - 1] = {
        ...before,
        kind: 'provider',
        clause: merged(before, here),
        text: `${before.text} ${here.text}`,
      };
      continue;
    }
    if (
      before &&
      same &&
      here.kind === 'action' &&
      ['service', 'route', 'evaluator'].includes(before.kind) &&
      finishes(before, here)
    ) {
      joined[joined.length - 1] = {
        ...before,
        clause: merged(before, here),
        text: `${before.text} and ${here.text}`,
        ...(here.schedule && { schedule: here.schedule }),
      };
      continue;
    }
    // "Each evening summarise the news and send it to the room": the sending belongs to the schedule.
    if (
      before &&
      same &&
      before.kind === 'action' &&
      before.schedule &&
      here.kind === 'action' &&
      here.clause.verb?.verb.class === 'send' &&
      /\b(?:it|them|this|that|the (?:results?|summary|answer|digest|report))\b/i.test(here.text) &&
      here.clause.tokens.every(({ mention }) => mention === undefined)
    ) {
      joined[joined.length - 1] = {
        ...before,
        clause: { ...before.clause, end: here.clause.end },
        text: `${before.text} and ${here.text}`,
      };
      continue;
    }
    // "Check the page every minute and tell me if it fails" is one watch.
    if (
      before &&
      same &&
      before.kind === 'action' &&
      before.clause.verb?.verb.class === 'get' &&
      here.kind === 'service' &&
      here.clause.condition.length > 0 &&
      /\bit(?:s|'s)?\b|\bthey\b|\bthere is\b/i.test(here.text)
    ) {
      const schedule = here.schedule ?? before.schedule;
      joined[joined.length - 1] = {
        ...here,
        clause: {
          ...merged(before, here),
          ...(before.clause.topic && { topic: before.clause.topic }),
        },
        text: `${before.text} and ${here.text}`,
        ...(schedule && { schedule }),
      };
      continue;
    }
    if (
      before &&
      same &&
      here.kind === before.kind &&
      ['service', 'evaluator'].includes(here.kind) &&
      !here.clause.named
    ) {
      joined[joined.length - 1] = {
        ...before,
        clause: merged(before, here),
        text: `${before.text} and ${here.text}`,
        ...(here.schedule && { schedule: here.schedule }),
      };
      continue;
    }
    joined.push(here);
  }
  return joined;
}

const finishes = (before: RoutedClause, here: RoutedClause) => {
  const category = here.clause.verb?.verb.class ?? '';
  if (before.clause.named || here.clause.named) return false;
  if (before.kind === 'route' && category === 'send') return /\bweb-?hooks?\b/i.test(before.text);
  if (before.kind === 'evaluator' && (category === 'save' || category === 'remember')) return true;
  if (before.kind === 'service')
    return TELL_ME.test(here.text) || category === 'send' || /\bit\b|\bthem\b/.test(here.text);
  return (
    /\b(?:it|them|this|that|those)\b/i.test(here.text) &&
    (category === 'save' || category === 'remember' || category === 'send' || category === 'get')
  );
};

const merged = (before: RoutedClause, here: RoutedClause): Clause => ({
  ...before.clause,
  tokens: [...before.clause.tokens, ...here.clause.tokens.slice(here.clause.verb?.length ?? 0)],
  condition: [...before.clause.condition, ...here.clause.condition],
  end: here.clause.end,
});
