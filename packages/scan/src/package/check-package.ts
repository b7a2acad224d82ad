import type { TextHit } from './check-text.js';

const INSTALL = ['preinstall', 'install', 'postinstall', 'prepare_'];
const MAGIC: readonly (readonly [string, readonly number[]])[] = [
  ['ELF', [0x7f, 0x45, 0x4c, 0x46]],
  ['PE', [0x4d, 0x5a, 0x90, 0x00]],
  ['Mach-O', [0xcf, 0xfa, 0xed, 0xfe]],
  ['Mach-O', [0xca, 0xfe, 0xba, 0xbe]],
];

/** Scripts of a manifest that run when somebody installs the package. */
export function checkManifest(text: string): TextHit[] {
  let scripts: unknown;
  try {
    scripts = (JSON.parse(text) as { scripts?: unknown }).scripts;
  } catch {
    return [];
  }
  if (typeof scripts !== 'object' || scripts === null) return [];
  return INSTALL.flatMap((name) => {
    const script = (scripts as Record<string, unknown>)[name];
    if (typeof script !== 'string') return [];
    const start = Math.max(0, text.search(new RegExp(`"${name}"\\s*:`)));
    return [{ rule: 'install-script', start, end: start + name.length + 2, detail: name }];
  });
}

/** What kind of program some bytes are; `undefined` for everything else. */
export const programKind = (bytes: Uint8Array): string | undefined =>
  MAGIC.find(([, magic]) => magic.every((byte, index) => bytes[index] === byte))?.[0];

/** Passwords under the key `password` in JSON and YAML. */
export function checkConfig(path: string, text: string): TextHit[] {
  if (!/\.(?:json|ya?ml|toml|ini|conf|env)$|(?:^|\/)\.env(?:\.\w+)?$/.test(path)) return [];
  if (
    /(?:^|\/)(?:lang(?:uage)?s?|locales?|tests?|examples?|i18n)\/|(?:^|\/)(?:package-lock|tsconfig[^/]*)\.json$|\.env\.example$/.test(
      path,
    )
  )
    return [];
  const hits: TextHit[] = [];
  for (const match of text.matchAll(
    /(?<=^|[\s,{])["']?(?:\w+[_-])?password["']?\s*[:=]\s*(?<quote>["']?)(?<value>[^"'\s,}]{6,80})\k<quote>\s*(?:,|\}|$)/gim,
  )) {
    const value = match.groups?.value ?? '';
    if (
      /^[$%<{[]|pass|test|sample|example|secret|root|admin|user|change|auth|string|null|^(.)\1*$/i.test(
        value,
      )
    )
      continue;
    hits.push({
      rule: 'password-in-config',
      start: match.index,
      end: match.index + match[0].length,
    });
    if (hits.length > 20) break;
  }
  return hits;
}
