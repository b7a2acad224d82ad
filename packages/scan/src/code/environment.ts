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
  readonly values = new Map<string, Value | undefined>();
  dead = false;

  constructor(readonly parent: Environment | undefined) {}

  get(key: string): Value | undefined {
    if (this.values.has(key)) return this.values.get(key);
    for (let scope = this.parent; scope; scope = scope.parent)
      if (scope.values.has(key)) return scope.values.get(key);
    return undefined;
  }

  set(key: string, value: Value | undefined): void {
    this.values.set(key, value);
  }

  /** A copy of what was written since `base`, to be joined later (break, continue, return). */
  since(base: Environment): Environment {
    const copy = new Environment(base);
    if (this === base) return copy;
    const chain: Environment[] = [this];
    for (let scope = this.parent; scope && scope !== base; scope = scope.parent)
      chain.unshift(scope);
    for (const scope of chain) for (const [key, value] of scope.values) copy.values.set(key, value);
    return copy;
  }

  /** Goes on after several branches: a variable is what it is in any live one of them. */
  merge(branches: readonly Environment[]): void {
    const live = branches.filter((branch) => !branch.dead);
    if (live.length === 0) {
      this.dead = true;
      return;
    }
    const keys = new Set(
      live.flatMap((branch) => (branch === this ? [] : [...branch.values.keys()])),
    );
    for (const key of keys) {
      const values = live.map((branch) => branch.get(key));
      const known = values.filter((value) => value !== undefined);
      // An access path that one branch knows nothing special about is read from its object again.
      const whole = known.length === values.length || /^\d+$/.test(key);
      this.values.set(key, whole && known.length > 0 ? known.reduce(join) : undefined);
    }
  }
}
