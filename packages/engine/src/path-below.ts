/**
 * The path of a request, written for another base URL of the same API: `/chat.post` of a document below `/api`
 * is `/api/chat.post` below `/`. `undefined` when the request lies outside, or the two are different APIs: hosts
 * may differ within a domain when our own base URL has a path that the request is below
 * (`youtube.googleapis.com/youtube/v3`). Without a base URL of our own everything fits.
 */
export function pathBelow(
  base: string | undefined,
  documentBase: string | undefined,
  path: string,
): string | undefined {
  if (base === undefined || documentBase === undefined) return path;
  const own = new URL(base);
  const other = new URL(documentBase);
  const whole = `${trimmed(other.pathname)}${path}`;
  const below = trimmed(own.pathname);
  if (!whole.startsWith(`${below}/`)) return undefined;
  const isSame =
    own.host === other.host || (below !== '' && domainOf(own.host) === domainOf(other.host));
  return isSame ? whole.slice(below.length) : undefined;
}

const trimmed = (path: string) => path.replace(/\/+$/, '');
/** Two labels are enough here: what is compared are hosts of one provider. */
const domainOf = (host: string) => host.split('.').slice(-2).join('.');
