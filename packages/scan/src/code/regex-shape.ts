/**
 * Whether a match of the whole text by this pattern leaves no room for what attacks need: anchored at both ends,
 * with no `.` and no class that is open to anything.
 */
export function isWholeMatch(pattern: string): boolean {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return false;
  const plain = pattern.replaceAll(/\\./g, (pair) => (/\\[SWD]/.test(pair) ? '.' : 'x'));
  if (/\[\^/.test(plain)) return false;
  const outside = plain.replaceAll(/\[[^\]]*\]/g, 'x');
  if (outside.includes('.')) return false;
  // A class may hold what paths and hosts are made of, but not both `.` and `/`.
  return !/\[[^\]]*\.[^\]]*\/|\[[^\]]*\/[^\]]*\./.test(pattern);
}
