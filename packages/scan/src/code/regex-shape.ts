/**
 * Whether a match of the whole text by this pattern leaves no room for what attacks need: anchored at both ends,
 * with no `.` and no class that is open to anything. A `word` may have dots and slashes, but nothing that a shell or a
 * statement reads.
 */
export function isWholeMatch(pattern: string, part: 'all' | 'word' = 'all'): boolean {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return false;
  const plain = pattern.replaceAll(/\\./g, (pair) => (/\\[SWD]/.test(pair) ? '.' : 'x'));
  if (/\[\^/.test(plain)) return false;
  const outside = plain.replaceAll(/\[[^\]]*\]/g, 'x');
  if (outside.includes('.')) return false;
  if (part === 'word')
    return !/\[[^\]]*[\s;&|`'"$(){}<>][^\]]*\]/.test(pattern.replaceAll(/\\[/.-]/g, 'x'));
  // A class may hold what paths and hosts are made of, but not both `.` and `/`.
  return !/\[[^\]]*\.[^\]]*\/|\[[^\]]*\/[^\]]*\./.test(pattern);
}

/** Whether every group of a pattern can match only what {@link isWholeMatch} lets through, and there is one. */
export function groupsAreHarmless(pattern: string): boolean {
  const plain = pattern.replaceAll(/\\[()[\]]/g, '..');
  const groups = [...plain.matchAll(/\((?!\?(?:[:=!]|<[=!]))(?:\?<\w+>)?(?<body>[^()]*)\)/g)];
  const opened = [...plain.matchAll(/\((?!\?(?:[:=!]|<[=!]))/g)].length;
  return (
    groups.length > 0 &&
    groups.length === opened &&
    groups.every((match) =>
      (match.groups?.body ?? '.').split('|').every((one) => isWholeMatch(`^${one}$`)),
    )
  );
}

/** The text that whatever matches begins with; empty for a pattern that is not anchored or has a choice at its top. */
export function literalStart(pattern: string): string {
  if (!pattern.startsWith('^')) return '';
  let depth = 0;
  for (const [token] of pattern.matchAll(/\\.|\[(?:\\.|[^\]])*\]|[()|]/gs)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (token === '|' && depth === 0) return '';
  }
  let text = '';
  // Both schemes of the web lead to the same host.
  const rest = pattern.slice(1).replace(/^https\?/, 'https');
  for (const [token, escaped, plain] of rest.matchAll(/\\([^\w])|([^\\()[\]{}|.*+?^$])|[^]/g)) {
    // What is repeated or left out is not there for certain.
    if (/^[*?{]/.test(token)) return text.slice(0, -1);
    const character = escaped ?? plain;
    if (character === undefined) break;
    text += character;
  }
  return text;
}

const ANY = String.raw`(?:\.|\\[Sw]|\[\^?\]|\[\^\\s\]|\[(?:\\s\\S|\\S\\s|\\w\\W|\\d\\D|a-z0-9|a-zA-Z0-9|\\w-)\])`;
const EACH = new RegExp(`^${ANY}[+*]?$`);
const REST = new RegExp(`${ANY}(?:[+*]|\\{\\d+,\\})`);

/**
 * Whether a replacement leaves no more of a text than a few characters by which it is known: every character, or all but
 * a group of bounded length, becomes a text that is the same for all.
 */
export function isMasking(body: string, flags: string, replacement: string | undefined): boolean {
  if (replacement === undefined) return false;
  const groups = body.match(/\((?!\?[=!<])(?:\\.|[^()\\])*\)/g) ?? [];
  if (
    /\$[\d&<]/.test(replacement) &&
    (replacement.includes('$&') || groups.some((one) => /[+*]|,\}/.test(one)))
  )
    return false;
  const outside = body.replaceAll(/\((?:\\.|[^()\\])*\)/g, '').replaceAll(/^\^|\$$/g, '');
  return REST.test(outside) || (flags.includes('g') && EACH.test(outside));
}
