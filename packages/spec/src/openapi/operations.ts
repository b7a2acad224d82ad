import { pointerTo } from '../json-pointer.js';
import { textsOf, type Texts } from './describe.js';
import { actionNames } from './naming.js';
import { cleanLine } from './plain-text.js';
import type { Reading } from './reading.js';
import { note } from './reading.js';
import type { Located } from './reference.js';
import { isRaw, own, ownList, ownText } from './value.js';

/** One operation of the document, found but not read yet. */
export interface FoundOperation {
  method: string;
  /** As the document writes it. */
  path: string;
  operationId: string | undefined;
  /** Action name, distinct among all operations of the document. */
  action: string;
  texts: Texts;
  tags: string[];
  deprecated: boolean;
  item: Located;
  at: Located;
  /** Place in the document, from 0. */
  index: number;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Every operation of the document, in its order. */
export function listOperations(
  reading: Pick<Reading, 'document' | 'references' | 'report'>,
  prefix: string,
): FoundOperation[] {
  const { document, references } = reading;
  const paths = references.child(
    { value: document.root, pointer: '', file: document.main },
    'paths',
  );
  const found: Omit<FoundOperation, 'action'>[] = [];
  for (const path of Object.keys(isRaw(paths?.value) ? paths.value : {})) {
    if (path.startsWith('x-') || paths === undefined) continue;
    const written: Located = {
      value: own(paths.value, path),
      pointer: pointerTo(paths.pointer, path),
      file: paths.file,
    };
    const target = references.follow(written);
    if (target === undefined) continue;
    // A path item may refer to another one and add to it (OpenAPI 3.1, 4.8.9).
    const item = target.value === written.value ? target : merged(target, written);
    if (!isRaw(item.value)) {
      note(
        reading,
        { code: 'PW_OPENAPI_OPERATION_UNUSABLE', message: 'The path holds no object.' },
        written,
      );
      continue;
    }
    for (const method of METHODS) {
      const value = own(item.value, method);
      if (value === undefined || value === null) continue;
      const at = references.follow({
        value,
        pointer: pointerTo(item.pointer, method),
        file: item.file,
      });
      if (at === undefined || !isRaw(at.value)) {
        note(
          reading,
          { code: 'PW_OPENAPI_OPERATION_UNUSABLE', message: 'The operation is not an object.' },
          item,
        );
        continue;
      }
      found.push({
        method: method.toUpperCase(),
        path,
        operationId: ownText(at.value, 'operationId'),
        texts: textsOf(
          ownText(at.value, 'summary'),
          ownText(at.value, 'description') ??
            ownText(item.value, 'description') ??
            ownText(item.value, 'summary'),
        ),
        tags: tagsOf(at.value),
        deprecated: own(at.value, 'deprecated') === true,
        item,
        at,
        index: found.length,
      });
    }
  }
  const names = actionNames(found, prefix);
  return found.map((operation, index) => ({ ...operation, action: names[index] ?? prefix }));
}

const merged = (target: Located, written: Located): Located => {
  const { $ref: _, ...beside } = isRaw(written.value) ? written.value : {};
  return Object.keys(beside).length === 0 || !isRaw(target.value)
    ? target
    : { ...target, value: { ...target.value, ...beside } };
};

const tagsOf = (operation: unknown): string[] => {
  const tags = ownList(operation, 'tags')
    .filter((tag) => typeof tag === 'string')
    .map((tag) => cleanLine(tag).slice(0, 100).trim())
    .filter((tag) => tag !== '');
  return [...new Set(tags)].slice(0, 16);
};
