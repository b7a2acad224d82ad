import { pointerSegments, pointerTo } from '../json-pointer.js';
import type { DocumentFile, OpenApiDocument } from './document.js';
import type { Report } from './report.js';
import { own, ownText } from './value.js';
import { resolveFileId } from './external-files.js';

/** A value and where it stands. */
export interface Located {
  value: unknown;
  pointer: string;
  file: DocumentFile;
}

/** Longest chain of references to references that is followed. */
const MAX_HOPS = 32;

/** Follows references inside a document and its files, one at a time: nothing is ever expanded in place. */
export interface References {
  /** `parent[key]`, with what it refers to in its place. `undefined`: not there, or the reference leads nowhere. */
  child(parent: Located, key: string | number): Located | undefined;
  /** The end of the chain of references that starts at `at`. */
  follow(at: Located): Located | undefined;
  /** The target of one reference found in `file`. */
  target(ref: string, file: DocumentFile): Located | undefined;
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

export function createReferences(document: OpenApiDocument, report: Report): References {
  const target = (ref: string, from: DocumentFile): Located | undefined => {
    const hash = ref.indexOf('#');
    const address = hash === -1 ? ref : ref.slice(0, hash);
    const fragment = hash === -1 ? '' : ref.slice(hash + 1);
    const id = address === '' ? from.id : resolveFileId(address, from.id, document.source);
    const file = id === undefined ? undefined : document.files.get(id);
    if (file === undefined || (fragment !== '' && !fragment.startsWith('/'))) return undefined;
    let value: unknown = file.value;
    let pointer = '';
    for (const segment of pointerSegments(fragment)) {
      const key = keyOf(value, segment);
      if (key === undefined) return undefined;
      value = own(value, key);
      pointer = pointerTo(pointer, key);
    }
    return value === undefined ? undefined : { value, pointer, file };
  };
  const follow = (at: Located): Located | undefined => {
    let place = at;
    for (let hops = 0; hops < MAX_HOPS; hops++) {
      const ref = ownText(place.value, '$ref');
      if (ref === undefined) return place;
      const next = target(ref, place.file);
      if (next === undefined) {
        report.add(missing(ref), place.pointer, place.file);
        return undefined;
      }
      place = next;
    }
    report.add(
      { code: 'PW_OPENAPI_REF_CYCLE', message: 'A reference leads back to itself.' },
      at.pointer,
      at.file,
    );
    return undefined;
  };
  return {
    target,
    follow,
    child(parent, key) {
      const value = own(parent.value, String(key));
      return value === undefined
        ? undefined
        : follow({ value, pointer: pointerTo(parent.pointer, key), file: parent.file });
    },
  };
}

export const missing = (ref: string) => ({
  code: 'PW_OPENAPI_REF_MISSING',
  message: `The reference ${JSON.stringify(ref.slice(0, 200))} leads nowhere.`,
  hint: 'What it stands for is left open.',
});

/** Pointers in URI fragments may be percent-encoded (RFC 6901, section 6); many documents do not encode them. */
function keyOf(value: unknown, segment: string): string | undefined {
  if (own(value, segment) !== undefined) return segment;
  const decoded = decode(segment).replaceAll('~1', '/').replaceAll('~0', '~');
  return own(value, decoded) === undefined ? undefined : decoded;
}
