import { hasHidden } from '@plugwright/files';

/** An object of a document. Its keys come from outside: read them with {@link own} only. */
export type Raw = Readonly<Record<string, unknown>>;

export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `value[key]`, unless it is inherited: `constructor` is a fine name for a schema. */
export const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Raw)[key]
    : undefined;

export const ownText = (value: unknown, key: string): string | undefined => {
  const found = own(value, key);
  return typeof found === 'string' ? found : undefined;
};

export const ownRecord = (value: unknown, key: string): Raw => {
  const found = own(value, key);
  return isRaw(found) ? found : {};
};

export const ownList = (value: unknown, key: string): readonly unknown[] => {
  const found = own(value, key);
  return Array.isArray(found) ? found : [];
};

export const isFiniteNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

export const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'boolean' || isFiniteNumber(value);

/** Names that mean something to every JavaScript object; zod and others stumble over them as keys. */
const PROTOTYPE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);
export const isPrototypeName = (name: string): boolean => PROTOTYPE_NAMES.has(name);

/** Whether a property or field of this name can be carried over as it is. */
export const isUsableKey = (name: string): boolean =>
  name !== '' && name.length <= 256 && !isPrototypeName(name) && !hasHidden(name);
