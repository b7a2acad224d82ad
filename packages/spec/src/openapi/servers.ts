import { cleanLine } from './plain-text.js';
import type { OpenApiDocument } from './document.js';
import { isRaw, isScalar, own, ownList, ownRecord, ownText } from './value.js';

/** Where requests go. */
export interface Server {
  /** Without a slash at its end; `undefined`: the document does not say, the setting has to. */
  baseUrl: string | undefined;
  /** The part of a relative server that every request starts with (`/v2`). */
  path: string;
}

const HOST =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.?(?::\d{1,5})?$|^\[[0-9a-f:.]+\](?::\d{1,5})?$/i;

const trimmed = (text: string): string => {
  let end = text.length;
  while (end > 0 && text[end - 1] === '/') end--;
  return text.slice(0, end);
};

/** A usable absolute http(s) URL without credentials, query and fragment. */
function absolute(text: string, base: string | undefined): string | undefined {
  if (!URL.canParse(text, base)) return undefined;
  const url = new URL(text, base);
  if (!/^https?:$/.test(url.protocol) || !HOST.test(url.host) || /[{}]|%7b/i.test(url.href))
    return undefined;
  const found = trimmed(`${url.origin}${url.pathname}`);
  return found.length <= 2000 ? found : undefined;
}

/** Puts the default of each variable into its place; `undefined` when one has none. */
function fill(template: string, variables: unknown): string | undefined {
  let complete = true;
  const text = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const variable = own(variables, name);
    const value = own(variable, 'default') ?? ownList(variable, 'enum')[0];
    if (isScalar(value) && String(value) !== '') return String(value);
    // An empty default is a value too, as long as it is not the whole host.
    if (value === '') return '';
    complete = false;
    return '';
  });
  return complete ? text : undefined;
}

const NOWHERE: Server = { baseUrl: undefined, path: '' };

/** The first usable server of a list, `undefined` when the list says nothing. */
export function serverOf(owner: unknown, document: OpenApiDocument): Server | undefined {
  const servers = ownList(owner, 'servers').filter(isRaw);
  if (servers.length === 0) return undefined;
  const source =
    document.source !== undefined && /^https?:/i.test(document.source)
      ? document.source
      : undefined;
  let relative: Server | undefined;
  for (const server of servers) {
    const url = fill(
      cleanLine(ownText(server, 'url') ?? '').trim(),
      ownRecord(server, 'variables'),
    );
    if (url === undefined || url === '') continue;
    const withScheme = url.startsWith('//') ? `https:${url}` : url;
    const baseUrl = /^[a-z][a-z0-9+.-]*:/i.test(withScheme)
      ? absolute(withScheme, undefined)
      : absolute(withScheme, source);
    if (baseUrl !== undefined) return { baseUrl, path: '' };
    if (url.startsWith('/')) relative ??= { baseUrl: undefined, path: trimmed(url) };
  }
  return relative ?? NOWHERE;
}

/** The server of a Swagger 2.0 document: `schemes`, `host` and `basePath`. */
export function swaggerServer(document: OpenApiDocument): Server {
  const { root, source } = document;
  const basePath = `/${cleanLine(ownText(root, 'basePath') ?? '').replace(/^\/+/, '')}`;
  const schemes = ownList(root, 'schemes');
  const fromSource = source !== undefined && URL.canParse(source) ? new URL(source) : undefined;
  const host = ownText(root, 'host')?.replace(/^[a-z]+:\/\//i, '') ?? fromSource?.host;
  const scheme = schemes.includes('https') || !schemes.includes('http') ? 'https' : 'http';
  if (host !== undefined && host !== '') {
    const baseUrl = absolute(`${scheme}://${trimmed(host)}${basePath}`, undefined);
    if (baseUrl !== undefined) return { baseUrl, path: '' };
  }
  return { baseUrl: undefined, path: trimmed(basePath) };
}

/** The server of the document itself. */
export function mainServer(document: OpenApiDocument): Server {
  if (document.version === '2.0') return swaggerServer(document);
  const server = serverOf(document.root, document);
  if (server !== undefined) return server;
  // No server means "/": the host that the document came from (OpenAPI 3.1, 4.8.1).
  const { source } = document;
  return source !== undefined && /^https?:/i.test(source)
    ? { baseUrl: absolute('/', source), path: '' }
    : NOWHERE;
}
