import {
  PLAIN,
  withBits,
  Safe,
  withoutTaint,
  withSafe,
  type Value,
  withTaints,
  mapped,
} from './value.js';

/** What a proof changes about a value. */
export type Change = (value: Value) => Value;
const isSecret = (value: Value): boolean => value.taints.some(({ kind }) => kind === 'secret');
/** What is one of ours, empty or missing does no harm, and is no secret either, whatever its name says. */
export const harmless: Change = (value) => (isSecret(value) ? PLAIN : withoutTaint(value));
/** Of a secret: it is not there, or of a type that none has. */
export const noSecret: Change = (value) => (isSecret(value) ? PLAIN : value);
/** The same of what is equal to another secret: nobody else chose it, but it stays one. */
export const ownSecret: Change = (value) =>
  withTaints(
    value,
    value.taints.filter(({ kind }) => kind === 'secret'),
  );
export const mark =
  (bits: number): Change =>
  (value) =>
    withSafe(value, bits);

/** A key that is not this name. */
export const forbidKey = (name: string): Change =>
  mark(name === '__proto__' ? Safe.proto : name === 'constructor' ? Safe.builder : 0);

/** `key in object` says something only of a key that was not taken from that object. */
export const inObject = (value: Value, over: string, truth: boolean): Value =>
  withTaints(
    value,
    value.taints.flatMap((taint) => {
      if (taint.kind === 'own-key' || taint.kind === 'proto-key') {
        const own = taint.at.getText() === over || taint.at.getText().includes(`(${over})`);
        return [own || truth ? taint : withBits(taint, taint.safe | Safe.key)];
      }
      return truth ? [] : [withBits(taint, taint.safe | Safe.key)];
    }),
  );

/** What it proves of a path that it does not start with a text. */
export const notStarting =
  (text: string): Change =>
  (value) => {
    if (text === '/' || text === '\\') return withSafe(value, Safe.relative);
    if (text.startsWith('-')) return withSafe(value, Safe.option);
    if (!/^\.{1,2}[/\\]?$/.test(text)) return value;
    return withTaints(
      value,
      mapped(value.taints, (taint) =>
        taint.safe & Safe.normal ? withBits(taint, taint.safe | Safe.noDots) : taint,
      ),
    );
  };

/** Who chooses the variables of a cloud, a registry or a wallet looks for what opens them. */
const OF_CREDENTIALS =
  /^(?:aws|azure|gcp|google|git(?:hub|lab)?|gh|npm_(?:config|token)|ssh|openai|anthropic|slack|discord|telegram|stripe|docker|heroku|cloudflare|vault|ci|database|db|pg|postgres|mysql|redis|mongo|api|auth|secret|token|key|private|wallet|mnemonic|solana|evm|eth)/i;

/** What it proves of a path, a URL and a name that they start with a text of ours. */
export const starting =
  (text: string | undefined): Change =>
  (value) => {
    if (text !== undefined && /^[^-]/.test(text)) value = withSafe(value, Safe.option);
    if (text !== undefined && /^(?:https?:\/\/[^/]+\/|\/[^/])/.test(text))
      value = withSafe(value, text.startsWith('/') ? 0 : Safe.url);
    if (text === '/' || text === '\\') return absolute(value);
    if (text !== undefined && /^\.{1,2}[/\\]?$/.test(text)) return value;
    return withTaints(
      value,
      mapped(value.taints, (taint) =>
        taint.kind === 'own-key' && OF_CREDENTIALS.test(text ?? '')
          ? taint
          : withBits(
              taint,
              taint.safe | Safe.relative | (taint.safe & Safe.normal ? Safe.noDots | Safe.path : 0),
            ),
      ),
    );
  };

/** Of one part of a path, which is not `..`. */
export const single: Change = (value) =>
  withTaints(
    value,
    mapped(value.taints, (taint) =>
      taint.safe & Safe.flat ? withBits(taint, taint.safe | Safe.noDots) : taint,
    ),
  );

/** What is proved of the normal form of a path holds for where the path leads. */
export const ofNormal =
  (how: Change): Change =>
  (value) =>
    withTaints(
      value,
      value.taints.flatMap((taint) => {
        const [proven] = how(withTaints(value, [withBits(taint, taint.safe | Safe.normal)])).taints;
        return proven ? [withBits(taint, taint.safe | (proven.safe & ~Safe.normal))] : [];
      }),
    );

/** A normal path that is absolute has no `..` left. */
export const absolute: Change = (value) =>
  withTaints(
    value,
    mapped(value.taints, (taint) =>
      taint.safe & Safe.normal ? withBits(taint, taint.safe | Safe.noDots) : taint,
    ),
  );
