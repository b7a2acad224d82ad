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
