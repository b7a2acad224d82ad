/**
 * One row of a table of schemas: what a value may be, as plain data. It is made from the zod schemas when the
 * package is built, because building several hundred zod schemas takes longer than most commands do. Other rows
 * are meant by their index.
 */
export type PlainSchema =
  | { type: 'unknown' | 'boolean' }
  | StringSchema
  | NumberSchema
  | { type: 'literal'; values: readonly (string | number | boolean | null)[] }
  | { type: 'array'; element: number; min?: number; max?: number }
  | { type: 'record'; key: number; value: number }
  | ObjectSchema
  | UnionSchema;

export interface StringSchema {
  type: 'string';
  /** Characters, as JavaScript counts them. */
  min?: number;
  max?: number;
  /** Sources of regular expressions; all have to match. */
  patterns?: readonly string[];
  /** The text is a URL whose protocol, without the colon, matches this source of a regular expression. */
  protocol?: string;
}

export interface NumberSchema {
  type: 'number';
  integer?: true;
  min?: number;
  max?: number;
  /** The value is greater than this. */
  above?: number;
}

/** Strict: other keys are refused. The order of the members is the order of the keys in the output. */
export interface ObjectSchema {
  type: 'object';
  members: Readonly<Record<string, Member>>;
}

export interface Member {
  schema: number;
  optional?: true;
  /** What stands for a missing value: in the output, or (`input`) before it is read. */
  fallback?: unknown;
  input?: true;
}

export interface UnionSchema {
  type: 'union';
  options: readonly number[];
  /** The key that tells the options apart, and which value means which option. */
  discriminator?: string;
  tags?: Readonly<Record<string, number>>;
}
