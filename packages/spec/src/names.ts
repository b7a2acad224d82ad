import { WINDOWS_DEVICE } from '@plugwright/files';
import { createHash } from 'node:crypto';
import { builtinModules } from 'node:module';
import type { Diagnostic } from '@plugwright/errors';
import { lookAlike, mistakenFor } from './known-plugins.js';
import { isReservedName } from './reserved-names.js';

export interface NameOptions {
  /** Allows the scopes of ElizaOS and of Plugwright themselves. */
  allowElizaScope?: boolean | undefined;
}

const OWNED_SCOPES = new Set(['elizaos', 'elizaos-plugins', 'plugwright']);
/** Names npm refuses, and the prefix alone. */
const RESERVED = new Set([...builtinModules, 'node_modules', 'favicon.ico', 'plugin', 'plugin-']);
const MAX_NAME = 214;

/**
 * What is wrong with an npm package name for a plugin (rules of validate-npm-package-name, for new
 * packages). Empty when nothing is. `path` is `/name`.
 */
export function checkPluginName(name: string, options: NameOptions = {}): Diagnostic[] {
  const found = (code: string, message: string, hint: string): Diagnostic => ({
    code,
    severity: 'error',
    message,
    hint,
    path: '/name',
  });
  const parts = /^(?:@([^/]+)\/)?([^/]+)$/.exec(name);
  const [, scope, bare = ''] = parts ?? [];
  const proposal = `Use "${proposeName(name)}".`;
  const rule = parts ? brokenRule(name, scope, bare) : 'must be "plugin-…" or "@scope/plugin-…"';
  if (rule !== undefined)
    return [found('PW_SPEC_NAME_INVALID', `The plugin name ${rule}.`, proposal)];
  if (RESERVED.has(bare) || isReservedName(bare))
    return [found('PW_SPEC_NAME_RESERVED', `The name "${name}" is reserved.`, proposal)];
  if (!bare.startsWith('plugin-'))
    return [
      found(
        'PW_SPEC_NAME_PREFIX',
        `The name "${name}" does not start with "plugin-"${scope ? ' after its scope' : ''}.`,
        proposal,
      ),
    ];
  const stem = bare.slice('plugin-'.length);
  if (isReservedName(stem))
    return [
      found('PW_SPEC_NAME_RESERVED', `The name "${name}" is reserved.`, `Use "${bare}-tools".`),
    ];
  if (!/[a-z]/.test(stem))
    return [
      found(
        'PW_SPEC_NAME_INVALID',
        'The plugin name needs a letter after "plugin-".',
        'Use a name such as "plugin-weather".',
      ),
    ];
  if (scope !== undefined && OWNED_SCOPES.has(scope)) {
    if (options.allowElizaScope === true) return [];
    return [
      found(
        'PW_SPEC_NAME_SCOPE',
        `The scope "@${scope}" belongs to the project of that name.`,
        `Use your own scope, or "${bare}"; members of that project allow it explicitly.`,
      ),
    ];
  }
  const owner = scope === undefined ? undefined : mistakenFor(scope, OWNED_SCOPES);
  if (owner !== undefined)
    return [
      {
        ...found(
          'PW_SPEC_NAME_LOOKALIKE',
          `The scope "@${scope}" can be mistaken for "@${owner}".`,
          `Use your own scope, or "${bare}" without a scope.`,
        ),
        severity: 'warning',
      },
    ];
  const known = lookAlike(bare);
  if (known !== undefined)
    return [
      {
        ...found(
          'PW_SPEC_NAME_LOOKALIKE',
          known === bare
            ? `"${bare}" is the name of a well-known ElizaOS plugin.`
            : `"${bare}" can be mistaken for the well-known plugin "${known}".`,
          `Make the difference plain, for example "${bare}-tools".`,
        ),
        severity: 'warning',
      },
    ];
  return [];
}

function brokenRule(name: string, scope: string | undefined, bare: string): string | undefined {
  if (name.length > MAX_NAME) return `has more than ${MAX_NAME} characters`;
  if (name !== name.toLowerCase()) return 'must be lower case';
  for (const part of scope === undefined ? [bare] : [scope, bare]) {
    if (/^[._]/.test(part)) return 'must not start with "." or "_"';
    if (!/^[a-z0-9._-]+$/.test(part))
      return 'may only hold lower case letters, digits, "-", "_" and "."';
    if (!/[a-z0-9]$/.test(part)) return 'must end with a letter or digit';
  }
  return undefined;
}

function proposeName(name: string): string {
  const scope = /^@([^/]+)\/./.exec(name)?.[1];
  const bare = toPluginName(scope === undefined ? name : name.slice(scope.length + 2));
  const cleanScope = scope === undefined ? '' : slugOf(scope);
  return cleanScope === '' ? bare : `@${cleanScope}/${bare}`;
}

/** Lower case ASCII words joined by `-`; accents go, what is left of other scripts goes too. */
function slugOf(text: string): string {
  return wordsOf(text).join('-').toLowerCase();
}

/** Letters that Unicode does not take apart into a Latin letter and a mark. */
const LATIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  þ: 'th',
  Þ: 'TH',
  ð: 'd',
};

function wordsOf(text: string): string[] {
  return text
    .replace(/[ßæÆœŒøØłŁđĐıþÞð]/g, (letter) => LATIN[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/['’]/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
}

const hashOf = (text: string, digits: number) =>
  createHash('sha256').update(text, 'utf8').digest('hex').slice(0, digits);

/** A plugin name made from any text: `Petstore API` gives `plugin-petstore-api`. Always valid, at most 64 characters. */
export function toPluginName(text: string): string {
  const slug = slugOf(text)
    .replace(/^(?:plugin-)+/, '')
    .replace(/-plugin$/, '');
  const usable = slug !== 'plugin' && /[a-z]/.test(slug) ? slug : '';
  if (usable === '')
    return slug === '' || slug === 'plugin'
      ? `plugin-x${hashOf(text, 8)}`
      : `plugin-x${slug.slice(0, 50)}`;
  const safe = isReservedName(usable) ? `${usable}-tools` : usable;
  const name = `plugin-${safe}`;
  return name.length <= 64 ? name : `${name.slice(0, 57).replace(/-+$/, '')}-${hashOf(text, 6)}`;
}

/** What the runtime compares when it looks for an action: case and underscores do not count. */
export const actionKey = (name: string): string => name.toLowerCase().replace(/_/g, '');

const MAX_ACTION = 64;

/**
 * An action name (UPPER_SNAKE, at most 64 characters) from any text: `listPets` gives `LIST_PETS`; with
 * the prefix `petstore` `PETSTORE_LIST_PETS`. What is cut or cannot be written gets a hash instead, so
 * that different texts keep different names.
 */
export function toActionName(text: string, prefix = ''): string {
  const upper = (part: string) => wordsOf(part).join('_').toUpperCase();
  const body = upper(text);
  const start = upper(prefix);
  const hash = hashOf(text, 6).toUpperCase();
  const own = body === '' ? `ACTION_${hash}` : body;
  const whole =
    start === '' || own === start || own.startsWith(`${start}_`) ? own : `${start}_${own}`;
  const name = /^[A-Z]/.test(whole) ? whole : `ACTION_${whole}`;
  if (name.length <= MAX_ACTION) return name;
  return `${name.slice(0, MAX_ACTION - 7).replace(/_+$/, '')}_${hash}`;
}

const escapeUnit = (unit: string) => {
  const code = unit.charCodeAt(0);
  return code < 0x80
    ? `_${code.toString(16).padStart(2, '0')}`
    : `_u${code.toString(16).padStart(4, '0')}`;
};

/**
 * A directory name for a plugin name, different for different names, also on disks that ignore case:
 * `@acme/plugin-x` gives `acme__plugin-x`. Characters outside `a-z 0-9 - .` become `_` and their code,
 * so the name can be read back; only names beyond 120 characters end in a hash instead.
 */
export function pluginDirectoryName(name: string): string {
  const scoped = /^@([^/]+)\/([^/]+)$/s.exec(name);
  const encode = (part: string) =>
    part.replace(/[^a-z0-9.-]|^[.-]|\.$/g, (char) => [...char].map(escapeUnit).join(''));
  const encoded = scoped ? `${encode(scoped[1] ?? '')}__${encode(scoped[2] ?? '')}` : encode(name);
  const safe = WINDOWS_DEVICE.test(encoded)
    ? `${escapeUnit(encoded.charAt(0))}${encoded.slice(1)}`
    : encoded;
  if (safe === '') return '_e';
  return safe.length <= 120 ? safe : `${safe.slice(0, 80)}_h${hashOf(safe, 32)}`;
}
