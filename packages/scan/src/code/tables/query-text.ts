import type { Value } from '../value.js';

/** Text that begins as a statement of SQL does, with something in it that is not known. */
export const isStatement = (value: Value | undefined): boolean =>
  /^\s*(?:select\s+\S|insert\s+(?:or\s+\w+\s+)?into\s|update\s+\S+\s+set\s|delete\s+from\s|replace\s+into\s|with\s+\w+\s+as\s|(?:create|drop|alter|truncate)\s+(?:table|view|index|database|user)\s|call\s+\w)/i.test(
    value?.prefix ?? '',
  );

/** Text that begins as a document of GraphQL does, with something in it that is not known. */
export const isDocument = (value: Value | undefined): boolean =>
  /^\s*(?:(?:query|mutation|subscription)\b[^{]*)?\{\s*(?:[a-z_]|$)/i.test(value?.prefix ?? '');
