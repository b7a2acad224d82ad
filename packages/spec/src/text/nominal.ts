import { verbForms, verbNamed, type Verb } from './lexicon.js';
import { verbLemma } from './lemma.js';

/** Nouns made from verbs by more than an ending. */
const IRREGULAR: Readonly<Record<string, string>> = {
  retrieval: 'get',
  lookup: 'get',
  fetch: 'get',
  access: 'get',
  viewing: 'get',
  inquiry: 'get',
  check: 'get',
  checks: 'get',
  reading: 'get',
  discovery: 'search',
  finding: 'search',
  searching: 'search',
  queries: 'query',
  analysis: 'analyze',
  analyses: 'analyze',
  analytics: 'analyze',
  deletion: 'delete',
  removal: 'delete',
  conversion: 'convert',
  transcription: 'transcribe',
  translation: 'translate',
  extraction: 'extract',
  selection: 'select',
  execution: 'execute',
  generation: 'generate',
  synthesis: 'generate',
  creation: 'create',
  deployment: 'deploy',
  registration: 'register',
  publication: 'publish',
  submission: 'submit',
  sending: 'send',
  posting: 'post',
  delivery: 'send',
  purchase: 'buy',
  sale: 'sell',
  payment: 'pay',
  payments: 'pay',
  calculation: 'calculate',
  estimation: 'estimate',
  comparison: 'compare',
  evaluation: 'evaluate',
  assessment: 'evaluate',
  verification: 'verify',
  validation: 'verify',
  authentication: 'authenticate',
  navigation: 'navigate',
  modification: 'modify',
  edition: 'edit',
  completion: 'complete',
  confirmation: 'confirm',
  cancellation: 'cancel',
  activation: 'activate',
  deactivation: 'deactivate',
  subscription: 'subscribe',
  summarization: 'summarize',
  summarisation: 'summarize',
  summary: 'summarize',
  summaries: 'summarize',
  classification: 'classify',
  identification: 'identify',
  recognition: 'identify',
  prediction: 'predict',
  predictions: 'predict',
  forecasting: 'predict',
  recommendation: 'recommend',
  recommendations: 'recommend',
  management: 'manage',
  control: 'control',
  tracking: 'track',
  minting: 'mint',
  listing: 'list',
  booking: 'book',
  reminders: 'remind',
  reminder: 'remind',
  vibration: 'vibrate',
  rotation: 'rotate',
  solving: 'solve',
  encryption: 'encrypt',
  decryption: 'decrypt',
  delegation: 'delegate',
  simulation: 'simulate',
  uploads: 'upload',
  downloads: 'download',
  updates: 'update',
  edits: 'edit',
  screenshots: 'capture',
  connection: 'connect',
  interaction: 'interact',
  interactions: 'interact',
  bridging: 'bridge',
  traversal: 'traverse',
};
/** Nouns that are verbs as well: as the head of a list item they are what is done. */
const SAME = new Set(
  'transfer swap stake trade bridge deposit withdraw search upload download query post mint vote claim order audit scan test comment review invite call roll play pause ping lock backup sync export import restart clone fork merge commit follow retweet reply tweet share'.split(
    ' ',
  ),
);

const FORMS = new Map<string, string>(Object.entries(IRREGULAR));
for (const base of verbForms()) {
  if (base.includes(' ')) continue;
  for (const noun of [
    `${base}ing`,
    `${base.replace(/e$/, '')}ing`,
    `${base}${base.at(-1)}ing`,
    `${base.replace(/e$/, '')}ation`,
    `${base.replace(/e$/, '')}ion`,
    `${base}ment`,
  ])
    if (!FORMS.has(noun)) FORMS.set(noun, base);
}
for (const base of SAME) {
  if (!FORMS.has(base)) FORMS.set(base, base);
  if (!FORMS.has(`${base}s`)) FORMS.set(`${base}s`, base);
}

/** The verb behind a noun of action (`retrieval`, `transfers`, `swapping`), or nothing. */
export function nominalVerb(noun: string): Verb | undefined {
  const lower = noun.toLowerCase();
  const base =
    FORMS.get(lower) ??
    (/(?:ion|ment|al)s$/.test(lower) ? FORMS.get(lower.slice(0, -1)) : undefined);
  if (base === undefined) return undefined;
  return verbNamed(base) ?? verbLemma(base)?.verb;
}
