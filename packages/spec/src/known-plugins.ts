import { editDistance } from './closest.js';

/** Plugins that people know by name, without scope and `plugin-`. From the npm scope of ElizaOS and its registry. */
const KNOWN = [
  'anthropic',
  'arbitrum',
  'aptos',
  'avalanche',
  'bedrock',
  'bnb',
  'bootstrap',
  'browser',
  'coinbase',
  'coingecko',
  'coinmarketcap',
  'comfyui',
  'cosmos',
  'dexscreener',
  'discord',
  'dummy-services',
  'echochambers',
  'elevenlabs',
  'email',
  'evm',
  'farcaster',
  'fal',
  'firecrawl',
  'flow',
  'fuel',
  'giphy',
  'github',
  'gitbook',
  'gmail',
  'goat',
  'google-genai',
  'groq',
  'icp',
  'image',
  'inference',
  'instagram',
  'irys',
  'jupiter',
  'knowledge',
  'lens',
  'letzai',
  'lightning',
  'local-ai',
  'local-embedding',
  'massa',
  'matrix',
  'mcp',
  'mina',
  'mind-network',
  'moralis',
  'multiversx',
  'near',
  'news',
  'nextjs',
  'nft-generation',
  'node',
  'notion',
  'obsidian',
  'ollama',
  'openai',
  'openrouter',
  'opensea',
  'orca',
  'pdf',
  'planning',
  'polymarket',
  'primus',
  'raydium',
  'reddit',
  'redpill',
  'scheduling',
  'shell',
  'slack',
  'solana',
  'spotify',
  'sql',
  'stability-ai',
  'starknet',
  'starter',
  'story',
  'stripe',
  'sui',
  'tavily',
  'tee',
  'telegram',
  'thirdweb',
  'ton',
  'trustdb',
  'twilio',
  'twitter',
  'unruggable',
  'venice',
  'vercel-ai-gateway',
  'video-generation',
  'video-understanding',
  'vision',
  'whatsapp',
  'web-search',
  'wormhole',
  'youtube',
  'zksync-era',
  'zora',
] as const;

/** Digits and letter pairs that are read as another letter (Unicode TR 39, confusables, the ASCII part). */
const fold = (text: string) =>
  text
    .toLowerCase()
    .replace(/[-_.]/g, '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('cl', 'd')
    .replace(/[0o]/g, 'o')
    .replace(/[1li!|]/g, 'l')
    .replaceAll('3', 'e')
    .replaceAll('5', 's')
    .replaceAll('4', 'a')
    .replaceAll('7', 't');

/** Letters of other scripts that look like Latin ones (Unicode TR 39). Names are ASCII by rule; prose such as a display name is not. */
const LETTERS: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ј: 'j',
  ԁ: 'd',
  һ: 'h',
  ո: 'n',
  α: 'a',
  ο: 'o',
  ρ: 'p',
  ν: 'v',
  ι: 'i',
  κ: 'k',
  τ: 't',
  υ: 'u',
  ɡ: 'g',
  ı: 'i',
  ⅼ: 'l',
  м: 'm',
  т: 't',
  к: 'k',
  в: 'b',
  н: 'h',
};

/** Text with letters of other scripts replaced by the Latin ones they look like. */
export function foldConfusables(text: string): string {
  return [
    ...text
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase(),
  ]
    .map((char) => LETTERS[char] ?? char)
    .join('');
}

/** Whether two names are read as the same, or one edit apart. */
const nearlySame = (name: string, known: string) =>
  fold(foldConfusables(name)) === fold(known) || editDistance(name, known) <= 1;

/** The one of `known` that `name` is not, but can be mistaken for. */
export function mistakenFor(name: string, known: Iterable<string>): string | undefined {
  for (const candidate of known)
    if (name !== candidate && nearlySame(name, candidate)) return candidate;
  return undefined;
}

const byFold = new Map<string, string>();
for (const name of KNOWN) byFold.set(fold(name), name);

/**
 * The well-known plugin that a name (without scope) is equal to or can be mistaken for: the same after
 * folding look-alike characters, or one edit away (two for names of eight letters and more). Short names
 * differ by one letter so often that only equality counts below five letters.
 */
export function lookAlike(bareName: string): string | undefined {
  const stem = bareName.replace(/^plugin-/, '');
  const folded = fold(foldConfusables(stem));
  const same = byFold.get(folded);
  if (same !== undefined) return `plugin-${same}`;
  for (const name of KNOWN) {
    const limit = name.length < 5 ? 0 : name.length < 8 ? 1 : 2;
    if (Math.abs(name.length - stem.length) > limit) continue;
    if (limit > 0 && editDistance(foldConfusables(stem), name) <= limit) return `plugin-${name}`;
  }
  return undefined;
}
