import type { Action, HttpRun, PluginSpec } from '../../plugin-spec.js';
import type { Diagnostic } from '@plugwright/errors';
import { readOpenApi, type OperationSummary, type ReadOpenApiOptions } from '../index.js';

type Json = Record<string, unknown>;

/** A document with what every document needs, and `parts` on top. */
export const documentText = (parts: Json): string =>
  JSON.stringify({
    ...(parts['swagger'] === undefined && { openapi: '3.0.3' }),
    info: { title: 'Things', version: '1' },
    ...(parts['swagger'] === undefined && { servers: [{ url: 'https://api.example.com/v1' }] }),
    ...parts,
  });

export interface Read {
  spec: PluginSpec;
  diagnostics: Diagnostic[];
  operations: OperationSummary[];
}

/** Reads a document that must be readable. */
export async function read(parts: Json, options: ReadOpenApiOptions = {}): Promise<Read> {
  const result = await readOpenApi({ text: documentText(parts), source: 'things.json' }, options);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics, null, 1));
  return result;
}

export type HttpAction = Action & { run: HttpRun };

export function httpAction(spec: PluginSpec, index = 0): HttpAction {
  const action = spec.actions[index];
  if (action?.run.kind !== 'http') throw new Error('no such HTTP action');
  return action as HttpAction;
}

export interface One extends Read {
  action: HttpAction;
  run: HttpRun;
}

/** Reads a document with one operation. */
export async function readOne(
  operation: Json,
  place: { path?: string; method?: string; item?: Json } & Json = {},
): Promise<One> {
  const { path = '/things', method = 'get', item = {}, ...parts } = place;
  const result = await read({ ...parts, paths: { [path]: { ...item, [method]: operation } } });
  const action = httpAction(result.spec);
  return { ...result, action, run: action.run };
}

export const codes = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code }) => code);
