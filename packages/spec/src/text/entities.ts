import { isReservedName } from '../reserved-names.js';
import { findProviders, providersOfHost, type CatalogueEntry } from './catalogue/index.js';
import type { Span } from './types.js';
import type { Verbatim } from './verbatims.js';
import { DETERMINERS, PERSONS, PREPOSITIONS } from './word-classes.js';

/** A product, service or address that the text names. */
export interface Mention {
  /** Key for `apis` and `auth`. */
  id: string;
  name: string;
  /** Offsets in the normalised text. */
  span: Span;
  source: 'catalogue' | 'quoted' | 'assumed';
  confidence: number;
  entry?: CatalogueEntry;
  /** Given base URL, when the text quotes one. */
  url?: string;
  /** The words are only a name; a name says nothing about what an action is about. */
  nameOnly: boolean;
}

/** Capitalised words that name no product. */
const NO_BRAND =
  /^(?:I|I'm|I'd|I'll|A|An|The|My|API|APIs|URL|URLs|HTTP|HTTPS|REST|JSON|XML|CSV|PDF|PDFs|HTML|YAML|SQL|NFT|NFTs|DEX|DEXs|DEXes|DAO|DeFi|RSS|Atom|AI|LLM|LLMs|ID|IDs|USD|EUR|GBP|JPY|BTC|ETH|SOL|USDC|USDT|IP|DNS|TLS|SSL|SSH|FTP|SMTP|IMAP|CLI|GUI|UI|UX|CPU|RAM|GPU|OS|TV|PR|PRs|CI|CD|QR|GPS|OAuth|OAuth2|JWT|MCP|RPC|JSON-RPC|GraphQL|OpenAPI|Swagger|WebSocket|WebSockets|Websocket|Bluetooth|WiFi|Wi-Fi|TypeScript|JavaScript|Python|Markdown|Eliza|ElizaOS|ELIZA|ElizaOs|EVM|TEE|RAG|CRUD|FAQ|CV|KYC|ROI|APY|APR|TVL|ENS|UTC|GMT|CET|EST|PST|AM|PM|GET|POST|PUT|PATCH|DELETE|Internet|Web|Web3|Web2|AWS|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mondays|Tuesdays|Wednesdays|Thursdays|Fridays|Saturdays|Sundays|January|February|March|April|May|June|July|August|September|October|November|December|Christmas|English|German|French|Spanish|Italian|Portuguese|Dutch|Russian|Chinese|Japanese|Korean|Arabic|Hindi|Turkish|Polish|Latin|Greek|Swedish|Germany|France|Spain|Italy|London|Paris|Berlin|Europe|America|Celsius|Fahrenheit|Kelvin|Unix|Linux|Windows|MacOS|Morse|Fibonacci|Roman|Base64|SHA|MD5|UUID|UUIDs|SHA-256|ISO|Action|Provider|Service|Evaluator|Multi-chain|CAPTCHA|OK|TTS|STT|OCR|SaaS|B2B)$/;

const idOf = (name: string) => {
  const id = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 40);
  return /^[a-z]/.test(id) && !isReservedName(id) ? id : `api-${id || 'x'}`;
};

/** Every provider, address and unknown product the text names, in order; spans never overlap. */
export function findMentions(text: string, verbatims: readonly Verbatim[]): Mention[] {
  const mentions: Mention[] = [];
  const free = ([start, end]: Span) =>
    mentions.every(({ span }) => end <= span[0] || start >= span[1]);
  for (const { entry, alias, start, end, certain } of findProviders(text)) {
    const inside = verbatims.find(({ span }) => start >= span[0] && end <= span[1]);
    if (inside && inside.kind !== 'url' && inside.kind !== 'host') continue;
    const topic = entry.aliases.some((a) => a.text === alias && a.topic === true);
    const span: Span = inside ? inside.span : [start, end];
    if (!free(span)) continue;
    mentions.push({
      id: entry.id,
      name: entry.name,
      span,
      source: 'catalogue',
      confidence: certain ? 0.95 : topic ? 0.7 : 0.5,
      entry,
      nameOnly: !topic && !THING.test(text.slice(start, end)),
    });
  }
  for (const verbatim of verbatims) {
    if ((verbatim.kind !== 'url' && verbatim.kind !== 'host') || !free(verbatim.span)) continue;
    const mention = addressMention(verbatim);
    if (mention) mentions.push(mention);
  }
  const isNamed = mentions.some(({ confidence }) => confidence >= 0.6);
  for (const mention of unknownBrands(text, verbatims))
    if (free(mention.span) && !(isNamed && isPlace(text, mention))) mentions.push(mention);
  return withoutIdleTopics(FEED.test(text) ? mentions.filter(isNoNewsTopic) : mentions).sort(
    (a, b) => a.span[0] - b.span[0],
  );
}

/** Where a feed is read, its headlines are meant and not those of a news service. */
const FEED = /\b(?:rss|atom|feeds?)\b/i;
const isNoNewsTopic = ({ nameOnly, entry }: Mention) => nameOnly || entry?.category !== 'news';

/** A subject (`weather`) only suggests a provider while no provider of its kind, and none of the same name, is named. */
function withoutIdleTopics(mentions: readonly Mention[]): Mention[] {
  const named = mentions.filter(({ nameOnly }) => nameOnly);
  const firm = named.filter(({ confidence }) => confidence >= 0.6);
  return mentions.filter(
    ({ nameOnly, entry, id }) =>
      nameOnly ||
      firm.every((other) => other.entry?.category !== entry?.category || other.id === id) ||
      named.some((other) => other.id === id),
  );
}

/** What people make or send there: it suggests the provider and is a thing all the same. */
const THING =
  /^(?:(?:re)?tweets?|toots?|sms|text messages?|memes?|gifs?|spreadsheets?|subreddits?|droplets?|calendar events?|push notifications?|git ?hub issues?)$/i;

function addressMention({ kind, value, span }: Verbatim): Mention | undefined {
  try {
    const url = new URL(kind === 'url' ? value : `https://${value}`);
    if (!/^https?:$/.test(url.protocol)) return undefined;
    const labels = url.hostname
      .replace(/^(?:www|api|pro-api|rest|open|gateway|data)\./, '')
      .split('.');
    const name = labels.length > 1 ? labels.slice(0, -1).join('-') : (labels[0] ?? 'api');
    url.username = '';
    url.password = '';
    const known = providersOfHost(url.hostname)[0] ?? providersOfHost(`api.${url.hostname}`)[0];
    return {
      id: known?.id ?? idOf(name),
      name: known?.name ?? (kind === 'host' ? value : url.hostname),
      ...(known && { entry: known }),
      span,
      source: 'quoted',
      confidence: kind === 'url' ? 0.95 : 0.7,
      url: url.href,
      nameOnly: true,
    };
  } catch {
    return undefined;
  }
}

const CAPITAL = /\p{Lu}[\p{L}\p{N}]*(?:[.'-]\p{L}[\p{L}\p{N}]*)*/gu;
/** What follows a product's name. */
const AFTER =
  /^(?:'s)?\s+(?:REST\s+|HTTP\s+|Web\s+|local\s+)*(?:API|APIs|SDK|platform|service|server|network|protocol|account|integration|app|instance|blockchain)\b/i;
const MEANS =
  /\b(?:with|via|through|using|from|on|by|to|in|into|for|of|and|our|my|the)\s+(?:the\s+|our\s+|my\s+|a\s+|an\s+)?$/i;

function unknownBrands(text: string, verbatims: readonly Verbatim[]): Mention[] {
  const found: Mention[] = [];
  for (const match of text.matchAll(CAPITAL)) {
    const word = match[0].replace(/'s$/, '');
    const start = match.index;
    let end = start + word.length;
    if (found.some(({ span }) => start < span[1])) continue;
    if (verbatims.some(({ span }) => start >= span[0] && start < span[1])) continue;
    if (NO_BRAND.test(word) || word.startsWith("I'") || isFunctionWord(word)) continue;
    const before = text.slice(0, start);
    if (/[\p{L}\p{N}]$/u.test(before)) continue;
    const first = /(?:^|[.!?:;\n"(]\s*|^\W+)$/u.test(before) || /[-*]\s*$/.test(before);
    const camel = /\p{Ll}\p{Lu}|\p{L}\d|\p{Lu}{2,}\p{Ll}/u.test(word);
    if (first && !camel && !AFTER.test(text.slice(end))) continue;
    // Every word capitalised is a heading, not a name.
    if (!camel && isTitle(text, start)) continue;
    const next = /^\s+(\p{Lu}[\p{L}\p{N}]*)/u.exec(text.slice(end));
    if (next?.[1] !== undefined && !NO_BRAND.test(next[1]) && !AFTER.test(text.slice(end)))
      end += next[0].length;
    const name = text.slice(start, end).replace(/\s+/g, ' ');
    // `SPL tokens`: short capitals are mostly a kind of thing.
    if (
      /^\p{Lu}{2,5}s?$/u.test(word) &&
      !AFTER.test(text.slice(end)) &&
      !/\b(?:with|via|through|using|from) (?:the )?$/i.test(before)
    )
      continue;
    const sure = camel || AFTER.test(text.slice(end)) || MEANS.test(before);
    found.push({
      id: idOf(name),
      name,
      span: [start, end],
      source: 'assumed',
      confidence: sure ? 0.65 : 0.5,
      nameOnly: true,
    });
  }
  return found;
}

/** `in Oslo`, beside a provider that is known: a place and no product. */
const isPlace = (text: string, { span, name }: Mention): boolean =>
  /\b(?:in|near|around|at|for)\s+$/i.test(text.slice(0, span[0])) &&
  /^\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)*$/u.test(name) &&
  !AFTER.test(text.slice(span[1]));

const isFunctionWord = (word: string) => {
  const lower = word.toLowerCase();
  return DETERMINERS.has(lower) || PERSONS.has(lower) || PREPOSITIONS.has(lower);
};

/** Whether the words around are capitalised too: `Real-time Inference Access:`. */
function isTitle(text: string, start: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', start) + 1).split('\n')[0] ?? '';
  const head = line.split(/[:;.]|\s-\s/)[0] ?? '';
  if (start - (text.lastIndexOf('\n', start) + 1) > head.length) return false;
  const words = head.match(/\p{L}[\p{L}\p{N}-]*/gu)?.filter((word) => word.length > 3) ?? [];
  return words.length > 1 && words.every((word) => /^\p{Lu}/u.test(word));
}
