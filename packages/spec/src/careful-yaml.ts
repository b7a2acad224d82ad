import { createRequire } from 'node:module';
import type * as yaml from 'yaml';
import type { Node, Pair, YAMLError } from 'yaml';
import type { Diagnostic, SourcePosition } from '@plugwright/errors';
import { duplicateKey, type Document, type DuplicateKeys } from './document.js';
import { pointerOf, pointerSegments } from './json-pointer.js';

/** How a YAML text is read. */
export interface YamlOptions {
  /** Line and column of an offset. */
  at: (offset: number) => SourcePosition;
  maxDepth: number;
  duplicateKeys: DuplicateKeys;
}

/** Followed aliases, counted with those inside what they name: enough for real files, too few for a bomb. */
const MAX_ALIASES = 1000;

let loaded: typeof yaml | undefined;
/** Most processes never need it. */
const lib = (): typeof yaml => (loaded ??= createRequire(import.meta.url)('yaml') as typeof yaml);

/** Reads one YAML 1.2 document (core schema, merge keys), with the place of everything and every problem. Never throws. */
export function carefulYaml(text: string, options: YamlOptions): Document {
  const { isScalar, parseDocument } = lib();
  const { at } = options;
  const failed = (diagnostics: Diagnostic[]): Document => ({
    value: undefined,
    locate: () => diagnostics[0]?.position,
    diagnostics,
  });
  const problem = (code: string, message: string, hint: string, offset: number): Diagnostic => ({
    code,
    severity: 'error',
    message,
    hint,
    path: '',
    position: at(Math.min(offset, text.length)),
  });

  let parsed: ReturnType<typeof parseDocument>;
  try {
    // Its own check of unique keys takes quadratic time; inspect() below does it with a set.
    parsed = parseDocument(text, {
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
      // Not 'silent': that would also hide that there are several documents.
      logLevel: 'error',
    });
  } catch (error) {
    return failed([tooDeepOrBroken(error, text, options, problem)]);
  }
  if (parsed.errors.length > 0)
    return failed(parsed.errors.slice(0, 3).map((error) => syntaxError(error, options, problem)));
  if (parsed.directives?.yaml.version === '1.1')
    return failed([
      problem(
        'PW_DOCUMENT_YAML_VERSION',
        'The file asks for YAML 1.1, where words such as no and on are booleans.',
        'Remove the %YAML line.',
        Math.max(text.indexOf('%YAML'), 0),
      ),
    ]);

  const root = parsed.contents as Node | null;
  if (root === null || (isScalar(root) && root.value === null && text.trim() === ''))
    return failed([
      problem(
        'PW_DOCUMENT_EMPTY',
        'The document is empty.',
        'Write at least one key, for example "specVersion: 1".',
        0,
      ),
    ]);
  const diagnostics = [
    ...parsed.warnings.map((warning) => tagProblem(warning, problem)),
    ...inspect(root, options),
  ];
  if (diagnostics.some(({ severity }) => severity === 'error')) return failed(diagnostics);

  const locate: Document['locate'] = (pointer, target) => locateNode(root, pointer, target, at);
  try {
    const value: unknown = parsed.toJS({ maxAliasCount: MAX_ALIASES });
    return { value, locate, diagnostics };
  } catch (error) {
    return failed([...diagnostics, tooDeepOrBroken(error, text, options, problem)]);
  }
}

type Problem = (code: string, message: string, hint: string, offset: number) => Diagnostic;

function tooDeepOrBroken(
  error: unknown,
  text: string,
  options: YamlOptions,
  problem: Problem,
): Diagnostic {
  const message = error instanceof Error ? error.message : String(error);
  const alias = /Unresolved alias.*: (.+)$/.exec(message)?.[1];
  if (alias !== undefined)
    return problem(
      'PW_DOCUMENT_SYNTAX',
      `The alias *${alias} has no anchor &${alias} before it.`,
      'Put quotes around a text that starts with *, or define the anchor first.',
      Math.max(text.indexOf(`*${alias}`), 0),
    );
  if (message.includes('alias count'))
    return problem(
      'PW_DOCUMENT_ALIAS_BOMB',
      `Following the aliases of this document would make it explode: more than ${MAX_ALIASES} values for one of them.`,
      'Write the repeated parts out instead of using *aliases.',
      Math.max(text.search(/\*\w/), 0),
    );
  if (error instanceof RangeError) return tooDeep(options.maxDepth, problem, 0);
  return problem(
    'PW_DOCUMENT_SYNTAX',
    `The YAML cannot be read: ${message}.`,
    'Correct the text, or write it without anchors and aliases.',
    0,
  );
}

const tooDeep = (maxDepth: number, problem: Problem, offset: number) =>
  problem(
    'PW_DOCUMENT_TOO_DEEP',
    `Objects and lists are nested more than ${maxDepth} deep.`,
    'Move inner parts into named schemas.',
    offset,
  );

const HINTS: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'Put quotes around a text that holds ": ".',
  BAD_INDENT: 'Indent this line like its neighbours.',
  MISSING_CHAR: 'Add what is missing: look at the quotes, brackets and list dashes here.',
  BAD_ALIAS: 'Put quotes around a text that starts with * or &.',
  UNEXPECTED_TOKEN: 'Put quotes around the text if these characters belong to it.',
};

function syntaxError(error: YAMLError, options: YamlOptions, problem: Problem): Diagnostic {
  // The parser ran out of stack.
  if (error.code === 'RESOURCE_EXHAUSTION') return tooDeep(options.maxDepth, problem, error.pos[0]);
  if (error.code === 'MULTIPLE_DOCS')
    return problem(
      'PW_DOCUMENT_SEVERAL',
      'The file holds more than one YAML document.',
      'Remove the second "---" and what follows, or split the file.',
      error.pos[0],
    );
  return problem(
    'PW_DOCUMENT_SYNTAX',
    `The YAML cannot be read here: ${error.message}.`,
    HINTS[error.code] ?? 'Correct the indentation or the quotes at this place.',
    error.pos[0],
  );
}

function tagProblem(warning: YAMLError, problem: Problem): Diagnostic {
  if (warning.code !== 'TAG_RESOLVE_FAILED')
    return {
      ...problem('PW_DOCUMENT_WARNING', warning.message, 'Check this line.', warning.pos[0]),
      severity: 'warning',
    };
  return problem(
    'PW_DOCUMENT_TAG',
    'A YAML tag is used that is not known here.',
    'Remove the tag (the word that starts with "!").',
    warning.pos[0],
  );
}

const startOf = (node: unknown): number => {
  const { isAlias, isCollection, isScalar } = lib();
  return (isScalar(node) || isCollection(node) || isAlias(node) ? node.range?.[0] : undefined) ?? 0;
};

const keyText = (pair: Pair): string | undefined => {
  const key: unknown = lib().isScalar(pair.key) ? pair.key.value : pair.key;
  return typeof key === 'object' && key !== null ? undefined : String(key);
};

/** Keys that stand twice, keys that are no text, values that are no JSON, too much depth. */
function inspect(root: Node, options: YamlOptions): Diagnostic[] {
  const { isAlias, isCollection, isPair, isScalar } = lib();
  const { at, maxDepth } = options;
  const found: Diagnostic[] = [];
  const problem = (
    code: string,
    message: string,
    hint: string,
    offset: number,
    path = '',
  ): Diagnostic => ({ code, severity: 'error', message, hint, path, position: at(offset) });
  interface Open {
    node: unknown;
    segments: string[];
    /** Anchors of the collections around it. */
    anchors: readonly string[];
  }
  const open: Open[] = [{ node: root, segments: [], anchors: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, segments } = next;
    if (isAlias(node) && next.anchors.includes(node.source))
      found.push(
        problem(
          'PW_DOCUMENT_ALIAS_BOMB',
          `The alias *${node.source} stands inside what it names, so it has no end.`,
          'Write out what is meant instead of the alias.',
          startOf(node),
          pointerOf(segments),
        ),
      );
    if (isScalar(node) && isForeign(node.value))
      found.push(
        problem(
          'PW_DOCUMENT_TAG',
          'A value is not plain data.',
          'Remove the tag (the word that starts with "!").',
          startOf(node),
          pointerOf(segments),
        ),
      );
    if (!isCollection(node)) continue;
    if (segments.length >= maxDepth) {
      found.push(tooDeep(maxDepth, problem, startOf(node)));
      break;
    }
    if (node.tag !== undefined && !/:(?:map|seq)$/.test(node.tag))
      found.push(
        problem(
          'PW_DOCUMENT_TAG',
          'A YAML tag is used that plain data does not have.',
          'Remove the tag (the word that starts with "!").',
          startOf(node),
          pointerOf(segments),
        ),
      );
    const anchors = node.anchor === undefined ? next.anchors : [...next.anchors, node.anchor];
    const seen = new Set<string>();
    for (const [index, item] of node.items.entries())
      if (!isPair(item)) open.push({ node: item, segments: [...segments, String(index)], anchors });
    for (const item of node.items) {
      if (!isPair(item)) continue;
      const key = keyText(item);
      if (key === undefined) {
        found.push(
          problem(
            'PW_DOCUMENT_KEY',
            'A key is a list or an object.',
            'Use plain text as key; put quotes around it if it starts with [ or {.',
            startOf(item.key),
            pointerOf(segments),
          ),
        );
        continue;
      }
      if (seen.has(key))
        found.push(
          duplicateKey(pointerOf([...segments, key]), key, at(startOf(item.key)), options),
        );
      seen.add(key);
      open.push({ node: item.value, segments: [...segments, key], anchors });
    }
  }
  return found.sort((a, b) => (a.position?.line ?? 0) - (b.position?.line ?? 0));
}

/** Not JSON: bytes, dates and the like, which only tags make. */
const isForeign = (value: unknown) => typeof value === 'object' && value !== null;

function locateNode(
  root: Node,
  pointer: string,
  target: 'key' | 'value' | undefined,
  at: (offset: number) => SourcePosition,
): SourcePosition | undefined {
  const { isCollection, isMap, isScalar } = lib();
  let node: unknown = root;
  let offset = startOf(root);
  for (const segment of pointerSegments(pointer)) {
    if (!isCollection(node)) break;
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item) === segment);
      if (!pair) break;
      node = pair.value;
      offset = startOf(isScalar(node) && node.range && target !== 'key' ? node : pair.key);
    } else {
      const item: unknown = node.items[Number(segment)];
      if (item === undefined) break;
      node = item;
      offset = startOf(node);
    }
  }
  return at(offset);
}
