import type { Action, HttpRun } from '../plugin-spec.js';
import { specLimits } from '../spec-limits.js';
import type { Apis } from './apis.js';
import { readRequestBody, readSwaggerBody } from './body.js';
import { describeOperation } from './describe.js';
import { conversations } from './examples.js';
import { similesOf } from './naming.js';
import type { FoundOperation } from './operations.js';
import { paginationOf } from './pagination.js';
import { readParameters } from './parameters.js';
import { createParameterNames } from './parameter-names.js';
import { readPath } from './path-template.js';
import { cleanLine } from './plain-text.js';
import { Unusable, type Reading } from './reading.js';
import { readResponse } from './response.js';
import type { Security } from './security.js';

/** An action whose schemas still point to drafts, and what is settled when they are known. */
export interface DraftAction {
  action: Action & { run: HttpRun };
  /** Example answers of the document, best first. */
  answers: unknown[];
  found: FoundOperation;
  /** The description is ours: the document has none. */
  made: boolean;
}

export interface OperationContext {
  reading: Reading;
  apis: Apis;
  security: Security;
  prefix: string;
  displayName: string;
  /** Names of all actions of the document: a simile must not be one of them. */
  names: ReadonlySet<string>;
}

/** What `fetch` can send. */
const SENDABLE = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** One operation as an action. Throws {@link Unusable} when it cannot become one. */
export function readOperation(found: FoundOperation, context: OperationContext): DraftAction {
  const { reading, apis, security, prefix, displayName, names } = context;
  const { method, path, item, at } = found;
  if (!SENDABLE.has(method)) throw new Unusable(`${method} requests cannot be sent.`, at);
  const template = readPath(path);
  if (template === undefined)
    throw new Unusable('The path has an unmatched brace or hidden characters.', at);
  const nameOf = createParameterNames();
  const parameters = readParameters(reading, item, at, template, nameOf);
  const body =
    reading.document.version === '2.0'
      ? readSwaggerBody(reading, at, method, parameters, nameOf)
      : readRequestBody(reading, at, method, nameOf);
  const bound = [...parameters.parameters, ...body.parameters];
  if (bound.filter(({ parameter }) => parameter.required).length > 64)
    throw new Unusable('The operation requires more than 64 parameters.', at);
  // Required ones are never left out; the rest as far as the spec has room.
  const room = 64 - bound.filter(({ parameter }) => parameter.required).length;
  let optional = 0;
  const kept = bound.filter(({ parameter }) => parameter.required || ++optional <= room);
  const response = readResponse(reading, at, method);
  const pagination = paginationOf(reading.references, method, kept, response);
  const auth = security.of(at);
  const text = describeOperation(found.texts, method, cleanLine(path), found.operationId);
  const api = apis.of(item, at);
  const run: HttpRun = {
    kind: 'http',
    api,
    method: method as HttpRun['method'],
    path: template.path,
    bind: kept
      .filter(({ parameter }) => parameter.name !== body.body?.parameter)
      .map(({ binding }) => binding),
    headers: parameters.headers,
    query: parameters.query,
    ...(body.body === undefined ? {} : { body: body.body }),
    auth: auth.length === 0 && parameters.authorization ? security.authorizationHeader() : auth,
    response: response.response,
    ...(pagination === undefined ? {} : { pagination }),
  };
  const action: DraftAction['action'] = {
    name: found.action,
    description: text.text,
    similes: similesOf({ ...found, summary: found.texts.summary }, found.action, prefix, names),
    examples: conversations(found.texts.summary, method, path, displayName),
    parameters: kept.map(({ parameter }) => parameter),
    annotations: annotationsOf(method),
    deprecated: found.deprecated,
    tags: found.tags,
    run,
    ...(found.at.pointer.length > specLimits.text / 2
      ? {}
      : {
          provenance: {
            ...(found.operationId === undefined
              ? {}
              : { operationId: cleanLine(found.operationId).slice(0, 500) }),
            pointer: cleanLine(found.at.pointer),
          },
        }),
  };
  return { action, answers: response.examples, found, made: text.made };
}

/** As HTTP defines the methods (RFC 9110, 9.2). */
function annotationsOf(method: string): Action['annotations'] {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return { readOnly: true };
  if (method === 'DELETE') return { destructive: true, idempotent: true };
  return method === 'PUT' ? { idempotent: true } : {};
}
