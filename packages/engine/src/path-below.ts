/**
 * The path of a request, written for another base URL on the same host: `/api` + `/chat.post` below `/` is
 * `/api/chat.post`. `undefined` when the hosts differ, or the request lies outside. Without a base URL of our
 * own everything fits.
 */
export function pathBelow(
  base: string | undefined,
  documentBase: string | undefined,
  path: string,
): string | undefined {
  if (base === undefined || documentBase === undefined) return path;
  const own = new URL(base);
  const other = new URL(documentBase);
  if (own.host !== other.host || own.protocol !== other.protocol) return undefined;
  const whole = `${trimmed(other.pathname)}${path}`;
  const below = trimmed(own.pathname);
  return whole.startsWith(`${below}/`) ? whole.slice(below.length) : undefined;
}

const trimmed = (path: string) => path.replace(/\/+$/, '');
