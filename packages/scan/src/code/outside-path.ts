import { isModuleItself } from './modules.js';
import { sourceAtMember } from './tables/sources.js';

/** What stands under a name of something outside the scanned code. */
export interface OutsideMember {
  /** What it is a member of. */
  readonly of: string;
  readonly name: string;
  /** `fs.readFile` for `readFile` of `fs`. */
  readonly path: string;
  /** What the tables say of data that comes from there. */
  readonly source: ReturnType<typeof sourceAtMember>;
}

/** Names are put together here, each one once: a text made anew is hashed anew by each table that is asked about it. */
const members = new Map<string, Map<string, OutsideMember>>();
const calls = new Map<string, string>();
const elements = new Map<string, string>();
const MOST = 20_000;

export function outsideMember(path: string, name: string): OutsideMember {
  let known = members.get(path);
  if (!known) {
    known = new Map();
    if (members.size < MOST) members.set(path, known);
  }
  let member = known.get(name);
  if (!member) {
    const source = sourceAtMember(path, name);
    member = { of: path, name, path: source?.path ?? memberPath(path, name), source };
    if (known.size < MOST) known.set(name, member);
  }
  return member;
}

function memberPath(path: string, name: string): string {
  if (isModuleItself(path, name) || name === 'default' || name === 'prototype') return path;
  return path === 'globalThis' ? name : `${path}.${name}`;
}

/** What a call of something outside gives: `fs.promises.readFile()`. */
export const calledPath = (path: string): string => once(calls, path, '()');

/** What something outside holds under a key that is not known. */
export const elementPath = (path: string): string => once(elements, path, '.[]');

function once(known: Map<string, string>, path: string, end: string): string {
  let whole = known.get(path);
  if (whole === undefined) {
    whole = path + end;
    if (known.size < MOST) known.set(path, whole);
  }
  return whole;
}
