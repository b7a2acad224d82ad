import type ts from 'typescript';
import type { Severity } from '../rules/rule.js';
import type { Declared } from './declared.js';
import type { Environment } from './environment.js';
import { noteOf, type BodyNote, type NodeNote } from './node-note.js';
import type { Scopes } from './outline.js';
import type { ScannedObject, Taint, Value } from './value.js';

/** What a call has collected while its body is read. */
export interface Frame {
  readonly node: ts.Node;
  readonly returns: Value[];
  /** Environments at `break` and `continue`, joined after the loop. */
  readonly exits: Environment[][];
  /** How many `try` blocks with a `catch` are open. */
  guards: number;
  /** Whether the body runs by itself later, as the callback of a file or a timer does. */
  readonly later: boolean;
}

/** One module of the scanned code: its variables and what it exports. */
export interface ModuleState {
  readonly path: string;
  readonly source: ts.SourceFile;
  readonly exports: ScannedObject;
  /** What `module.exports = …` was given. */
  whole: Value | undefined;
  readonly scope: Environment;
  state: 'new' | 'running' | 'done';
}

/** A sink or a check that answered, before it becomes a finding. */
export interface Hit {
  readonly rule: string;
  readonly node: ts.Node;
  readonly taint?: Taint | undefined;
  /** What stands at the place, put into the message: the callee, the name of a variable. */
  readonly detail?: string | undefined;
  /** `true`: found in a place where the same data does less harm; or how bad it is at this place. */
  readonly mild?: boolean | Severity | undefined;
}

/** A place where the value of a regular expression and untrusted text meet. */
export interface RegexUse {
  readonly node: ts.Node;
  readonly source: string;
  readonly flags: string;
  readonly taint: Taint | undefined;
}

/** Everything one scan of the code knows; passed to all of its steps. */
export interface Analysis {
  readonly typescript: typeof ts;
  readonly scopes: Scopes;
  readonly declared: Declared;
  readonly modules: ReadonlyMap<string, ModuleState>;
  /** Variables that an inner function writes, joined over all writes. */
  readonly captured: Map<string, Value>;
  /** What was found out about nodes, in both passes. */
  readonly notes: NodeNote[];
  /** The file that a specifier means, by the file it stands in; empty for a file outside the scan. */
  readonly resolutions: Map<string, Map<string, string>>;
  /** The import that a name in the place of a type comes from, by file. */
  readonly imports: Map<ts.SourceFile, Map<string, ts.Declaration>>;
  readonly instances: Map<ts.Node, ScannedObject>;
  /** Classes whose members are known in this pass. */
  readonly ready: Set<ts.Node>;
  readonly statics: Map<ts.Node, ScannedObject>;
  /** What a reading of a body has proved of its arguments, by call and what was asked. */
  readonly proven: Map<string, readonly (Value | undefined)[]>;
  /** Bodies that throw, and never return before their end. */
  readonly throwing: Map<ts.Node, boolean>;
  /** The functions that this pass has come by, in this order. */
  readonly met: BodyNote[];
  readonly frames: Frame[];
  readonly hits: Map<string, Hit>;
  readonly regexes: Map<ts.Node, RegexUse>;
  /** Set while callbacks of functions that call them later are read. */
  later: boolean;
  /** What the `resolve` of a promise was given, by its name. */
  readonly resolved: Map<string, Value>;
  /** Where a weak random value first got a name. */
  readonly named: Map<ts.Node, ts.Node>;
  /** Access paths known below each variable, to forget them when it is assigned. */
  readonly accessPaths: Map<string, Set<string>>;
  /** Those of them that go through an element chosen by a variable, by the key of that variable. */
  readonly elementPaths: Map<string, Set<string>>;
  /** Set in the pass whose answers are thrown away. */
  readonly learning: boolean;
  /** Nodes still to be read; the end of a scan that would take too long. */
  budget: number;
  exhausted: boolean;
}

let objectCount = 0;

/** The object that a place of the program makes; the same one each time the place is reached. */
export function objectAt(
  analysis: Analysis,
  node: ts.Node,
  kind: ScannedObject['kind'],
): ScannedObject {
  const note = noteOf(analysis, node);
  return (note.object ??= newObject(node, kind));
}

export const newObject = (
  node: ts.Node,
  kind: ScannedObject['kind'],
  definedBy?: ts.ClassLikeDeclaration,
  scope?: Environment,
): ScannedObject => ({
  id: ++objectCount,
  node,
  kind,
  properties: new Map(),
  rest: undefined,
  definedBy,
  scope,
});
