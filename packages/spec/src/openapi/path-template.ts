import { hasHidden } from '@plugwright/files';

/** A path of the document, taken apart into what goes where in a request. */
export interface PathTemplate {
  /** Without query and fragment. */
  path: string;
  /** Names in braces, each once, in order. */
  placeholders: string[];
  /** Fixed query values written into the path (`/search?type=artist`). */
  query: Record<string, string>;
  /** Query names with a placeholder as their value (`/search?q={term}`). */
  queryPlaceholders: { name: string; placeholder: string }[];
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/**
 * OpenAPI allows neither query nor fragment in a path, but real documents use both to tell operations
 * apart. A fragment never reaches a server, so it is dropped. `undefined`: not a path at all.
 */
export function readPath(text: string): PathTemplate | undefined {
  if (hasHidden(text) || text.length > 2000) return undefined;
  const [beforeHash = ''] = text.split('#', 1);
  const mark = beforeHash.indexOf('?');
  const bare = (mark === -1 ? beforeHash : beforeHash.slice(0, mark)).trim().replace(/\s/g, '%20');
  const path = bare.startsWith('/') ? bare : `/${bare}`;
  const query: Record<string, string> = {};
  const queryPlaceholders: PathTemplate['queryPlaceholders'] = [];
  for (const pair of mark === -1 ? [] : beforeHash.slice(mark + 1).split('&')) {
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? '' : pair.slice(equals + 1);
    const placeholder = /^\{([^{}]+)\}$/.exec(value)?.[1];
    if (name === '' || name.length > 256 || /[{}]/.test(name)) continue;
    if (placeholder !== undefined) queryPlaceholders.push({ name, placeholder });
    else if (!/[{}]/.test(value) && value.length <= 1000) query[name] = decode(value);
  }
  const names = [...path.matchAll(/\{([^{}/]+)\}/g)].map((match) => match[1] ?? '');
  if (/[{}]/.test(path.replace(/\{[^{}/]+\}/g, ''))) return undefined;
  return { path, placeholders: [...new Set(names)], query, queryPlaceholders };
}
