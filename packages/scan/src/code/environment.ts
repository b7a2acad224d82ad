import type ts from 'typescript';
import { join, type Value } from './value.js';

/** A function or class of the scanned code with the variables it sees. */
export interface Closure {
  readonly node: ts.SignatureDeclaration | ts.ClassLikeDeclaration;
  readonly scope: Environment;
  readonly self: Value | undefined;
}

/**
 * The variables at one point of the program, keyed by symbol number or access path (`12.query.id`).
 * A branch is an overlay over what stood before it, so that it costs only what it writes.
 */
export class Environment {
  /** Made with the first write: most branches write nothing. */
  private written: Map<string, Value | undefined> | undefined;
  dead = false;

  constructor(readonly parent: Environment | undefined) {}

  get values(): ReadonlyMap<string, Value | undefined> {
    return this.written ?? NOTHING;
  }

  get(key: string): Value | undefined {
    const own = this.written?.get(key);
    if (own !== undefined || this.written?.has(key)) return own;
    for (let scope = this.parent; scope; scope = scope.parent) {
      const { written } = scope;
      if (written === undefined) continue;
      const value = written.get(key);
      if (value !== undefined || written.has(key)) return value;
    }
    return undefined;
  }

  set(key: string, value: Value | undefined): void {
    (this.written ??= new Map()).set(key, value);
  }

  /** A copy of what was written since `base`, to be joined later (break, continue, return). */
  since(base: Environment): Environment {
    const copy = new Environment(base);
    if (this === base) return copy;
    const chain: Environment[] = [this];
    for (let scope = this.parent; scope && scope !== base; scope = scope.parent)
      chain.unshift(scope);
    for (const scope of chain) for (const [key, value] of scope.values) copy.set(key, value);
    return copy;
  }

  /** Goes on after several branches: a variable is what it is in any live one of them. */
  merge(branches: readonly Environment[]): void {
    const live = branches.filter((branch) => !branch.dead);
    if (live.length === 0) {
      this.dead = true;
      return;
    }
    if (live.every((branch) => branch === this || branch.written === undefined)) return;
    const keys = new Set<string>();
    for (const branch of live)
      if (branch !== this) for (const key of branch.values.keys()) keys.add(key);
    for (const key of keys) {
      let whole = true;
      let joined: Value | undefined;
      for (const branch of live) {
        const value = branch.get(key);
        if (value === undefined) whole = false;
        else joined = joined === undefined ? value : join(joined, value);
      }
      // An access path that one branch knows nothing special about is read from its object again.
      this.set(key, whole || /^\d+$/.test(key) ? joined : undefined);
    }
  }
}

const NOTHING: ReadonlyMap<string, Value | undefined> = new Map();
