import type { JsonSchema } from '../json-schema.js';
import type { Action, Binding, HttpRun } from '../plugin-spec.js';
import type { OpenApiDocument } from './document.js';
import type { Located, References } from './reference.js';
import type { Finding, Report } from './report.js';
import type { Direction } from './schema.js';

/** What the readers of the parts of an operation share. */
export interface Reading {
  document: OpenApiDocument;
  references: References;
  report: Report;
  convert(at: Located, direction: Direction): JsonSchema;
  /** References of parameters that every operation has. */
  shared: ReadonlySet<string>;
  /** `query key`, `header x-api-key`: filled by security. */
  secured: ReadonlySet<string>;
}

export type ActionParameter = Action['parameters'][number];

/** A parameter and where it goes. */
export interface BoundParameter {
  parameter: ActionParameter;
  binding: Binding;
}

/** Gives a wire name its parameter name, distinct within one operation. */
export type NameOf = (wireName: string, place: string) => string;

export type HttpBody = NonNullable<HttpRun['body']>;

/** Says why an operation cannot become an action; caught where operations are read, one by one. */
export class Unusable extends Error {
  constructor(
    message: string,
    readonly at: Located,
  ) {
    super(message);
  }
}

export const note = (reading: Pick<Reading, 'report'>, finding: Finding, at: Located): void =>
  reading.report.add(finding, at.pointer, at.file);
