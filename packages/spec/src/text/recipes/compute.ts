import type { PluginSpecInput } from '../../plugin-spec.js';
import type { ActionDraft } from '../actions.js';
import { addAction, describeAction } from './action-base.js';
import type { ActionRecipe } from './recipe.js';

type ComputeFunction = Extract<
  NonNullable<PluginSpecInput['actions']>[number]['run'],
  { kind: 'compute' }
>['function'];

/** The first that matches the clause's words wins. */
const FUNCTIONS: readonly (readonly [ComputeFunction, RegExp])[] = [
  ['rollDice', /\b(?:roll\w*|throw\w*)\b.*\b(?:dice|die|d\d+|\d*d\d+)\b|\bdice roll/i],
  ['flipCoin', /\b(?:flip|toss)\w*\b.*\bcoins?\b|\bcoin (?:flip|toss)/i],
  ['uuid', /\buuids?\b|\bguids?\b|\bunique (?:ids?|identifiers?)\b/i],
  ['hashText', /\bhash\w*\b|\b(?:sha-?\d+|md5)\b|\bchecksums?\b/i],
  ['encodeText', /\b(?:en|de)cod\w+\b.*\b(?:base64|hex|url|text|strings?)\b|\bbase64\b/i],
  [
    'countText',
    /\bcount\w*\b.*\b(?:words?|characters?|letters?|sentences?|lines?)\b|\bword count/i,
  ],
  [
    'loanPayment',
    /\b(?:loan|mortgage)s?\b.*\b(?:pay|rate|instal|calculat|cost)|\b(?:monthly|loan|mortgage) payments?\b/i,
  ],
  [
    'compoundInterest',
    /\bcompound interest\b|\bsavings? (?:grow|growth)|\binterest\b.*\b(?:savings?|compound)/i,
  ],
  [
    'tip',
    /\btips?\b.*\b(?:bill|restaurant|calculat|split)|\bcalculat\w*\b.*\btips?\b|\bsplit\w*\b.*\bbills?\b/i,
  ],
  [
    'convertCurrency',
    /\b(?:convert|exchang|calculat)\w*\b.*\b(?:currenc(?:y|ies)|money|dollars?|euros?|usd|eur|gbp)\b|\bcurrency conver/i,
  ],
  [
    'convertUnits',
    /\bconver(?:t|sion)\w*\b.*\b(?:units?|miles?|kilomet\w+|km|celsius|fahrenheit|temperatures?|pounds?|kilograms?|kg|lengths?|weights?|distances?|measure\w*|metric|imperial|inches|feet|cups?|lit(?:er|re)s?|volumes?|ounces?|metres?|meters?)\b|\bunit conver/i,
  ],
  [
    'dateDifference',
    /\b(?:days?|weeks?|time|months?|difference) (?:between|until|till|since|left)\b|\bhow (?:many days|long)\b.*\b(?:between|until|since)\b|\bcountdown\b/i,
  ],
  [
    'addToDate',
    /\badd\w*\b.*\b(?:days?|weeks?|months?|years?)\b.*\bdates?\b|\bdates?\b.*\b(?:days|weeks|months) (?:from|after|before|later|ago)\b/i,
  ],
  [
    'dayOfWeek',
    /\b(?:which|what|day of (?:the )?)\s?(?:week)?day\b.*\b(?:dates?|is|was|falls?)\b|\bday of the week\b|\bweekday of\b/i,
  ],
  [
    'timeInZone',
    /\b(?:current |local )?times?\b.*\b(?:in (?:a |an |another |different |any |other )?(?:city|cities|time ?zones?|countr\w+|place)|around the world)\b|\btime ?zones?\b|\bworld clock\b/i,
  ],
  ['percentage', /\bpercentages?\b|\bpercent of\b/i],
  [
    'statistics',
    /\b(?:averages?|mean|median|standard deviation|statistics)\b.*\b(?:numbers?|list|values?|data)\b/i,
  ],
  ['randomNumber', /\brandom (?:numbers?|integers?)\b/i],
  [
    'pickOne',
    /\b(?:pick|choose|select|draw)\w*\b.*\b(?:random(?:ly)?|one of|from a list|winners?|options?|names?)\b|\brandom (?:choice|pick)/i,
  ],
  [
    'arithmetic',
    /\b(?:arithmetic|math(?:s|ematical)?|calculator|calculations?|expressions?|equations?|sums?)\b/i,
  ],
];

/** What the action's own words say counts before what the whole clause does. */
export const functionOf = ({
  text,
  words,
  verb,
}: Pick<ActionDraft, 'text' | 'words' | 'verb'>): ComputeFunction | undefined => {
  const own = `${verb.name} ${words.join(' ')}`;
  return (
    FUNCTIONS.find(([, pattern]) => pattern.test(own)) ??
    FUNCTIONS.find(([, pattern]) => pattern.test(`${text} ${own}`))
  )?.[0];
};

/** What needs neither a service nor a model: dice, units, dates, money. */
export const compute: ActionRecipe = {
  id: 'compute',
  fits: (action) => {
    if (action.mention && action.mention.nameOnly) return 0;
    if (
      !/^(?:roll|convert|calculate|compare|get|generate|count|identify|select|create|split|hash|pick|encrypt|solve|evaluate|draw|start|estimate|list|update|search)$/.test(
        action.verb.class,
      )
    )
      return 0;
    return functionOf(action) === undefined ? 0 : 0.9;
  },
  apply: (action, draft) => {
    const name = functionOf(action) ?? 'arithmetic';
    delete action.mention;
    addAction(draft, action, 'compute', {
      run: { kind: 'compute', function: name },
      description: describeAction(action),
    });
  },
};
