/** One more segment behind a JSON pointer (RFC 6901, section 3). */
export function pointerTo(parent: string, segment: string | number): string {
  const text = String(segment);
  return `${parent}/${/[~/]/.test(text) ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text}`;
}

/** A pointer from its segments; `''` is the whole document. */
export function pointerOf(segments: readonly PropertyKey[]): string {
  return segments.reduce<string>((pointer, segment) => pointerTo(pointer, String(segment)), '');
}

/** The segments of a pointer, unescaped. A leading `#` (a URI fragment) is taken off. */
export function pointerSegments(pointer: string): string[] {
  const bare = pointer.startsWith('#') ? pointer.slice(1) : pointer;
  if (bare === '') return [];
  return bare
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
