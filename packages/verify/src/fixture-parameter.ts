import {
  fitsSchema,
  type Binding,
  type HttpRun,
  type JsonSchema,
  type PluginSpec,
} from '@plugwright/spec';
import type { IncomingHttpHeaders } from 'node:http';

/** A request as the API would get it. */
export interface FixtureRequest {
  method: string;
  /** Percent-encoded, without query. */
  path: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

type Find = (
  run: HttpRun,
  binding: Binding,
) => { schema: JsonSchema; required: boolean } | undefined;

/** Schema and necessity of a bound parameter: of the action or lazy operation that has this very request. */
export function parameterFinder(spec: PluginSpec): Find {
  const actions = [...spec.actions, ...(spec.lazy?.operations ?? [])];
  return (run, binding) =>
    actions
      .find((action) => action.run === run)
      ?.parameters.find((parameter) => parameter.name === binding.parameter);
}

/** Whether the text of one value on the wire can stand for a value of this schema. */
export function textFits(text: string, schema: JsonSchema, spec: PluginSpec): boolean {
  const readings: unknown[] = [text];
  if (text.trim() !== '' && Number.isFinite(Number(text))) readings.push(Number(text));
  if (text === 'true' || text === 'false') readings.push(text === 'true');
  if (text === '' || text === 'null') readings.push(null);
  return readings.some((value) => fitsSchema(value, schema, spec.schemas, { overlap: true }));
}

/** Lists and objects have many forms on the wire; only what is one text is compared. */
export function isScalar(schema: JsonSchema, spec: PluginSpec): boolean {
  const target = schema.$ref ? spec.schemas[schema.$ref.slice('#/schemas/'.length)] : schema;
  if (target === undefined) return false;
  const types = Array.isArray(target.type) ? target.type : [target.type];
  return types.every((type) => type !== undefined && type !== 'array' && type !== 'object');
}
