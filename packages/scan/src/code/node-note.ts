import type ts from 'typescript';
import type { LookedUp } from './access-key.js';
import type { Analysis } from './analysis.js';
import type { Closure } from './environment.js';
import type { ImportedName } from './modules.js';
import type { OutsideMember } from './outside-path.js';
import type { Step } from './refine-call.js';
import type { KnownCall } from './summary.js';
import type { ScannedObject, Value } from './value.js';

/** What a scan has found out about a node, so that it does so once. */
export interface NodeNote {
  /** Of an identifier. */
  name: LookedUp | undefined;
  /** The access path of an expression; empty for those that have none. */
  path: string | undefined;
  /** Whether an identifier, or the name of a member, is called as a secret is. */
  isSecret: boolean | undefined;
  /** The member of something outside that an access last came to. */
  member: OutsideMember | undefined;
  /** The value of a text or number that stands in the code. */
  literal: Value | undefined;
  /** The import that a name in the place of a type comes from; `null` for none. */
  typeImport: ts.Declaration | null | undefined;
  /** What a parameter is by its type or name; `null` when nothing says. */
  hint: Value | null | undefined;
  /** Of the declaration of an import. */
  imported: ImportedName | undefined;
  /** The object that the node makes. */
  object: ScannedObject | undefined;
  /** What must have held when a body answers `false`, and `true`. */
  answers: readonly [readonly Step[] | undefined, readonly Step[] | undefined] | undefined;
  /** Whether a function speaks of `arguments`. */
  usesArguments: boolean | undefined;
  /** Of a function or class, and of one pass. */
  body: BodyNote | undefined;
}

/** What one pass knows of a function. */
export interface BodyNote {
  readonly analysis: Analysis;
  /** As it was last met. */
  closure: Closure | undefined;
  isCalled: boolean;
  /** How many readings of the body are under way. */
  underWay: number;
  readings: number;
  readonly calls: KnownCall[];
}

/** The compiler leaves a number of its own in each node at `0`; here it is the place of the note. */
interface Numbered {
  id: number;
}

/** A map from nodes to notes is asked several times for each node that is read, at several times the price. */
export function noteOf({ notes }: Analysis, node: ts.Node): NodeNote {
  const { id } = node as unknown as Numbered;
  return id === 0 ? newNote(notes, node) : (notes[id - 1] as NodeNote);
}

function newNote(notes: NodeNote[], node: ts.Node): NodeNote {
  const note: NodeNote = {
    name: undefined,
    path: undefined,
    isSecret: undefined,
    member: undefined,
    literal: undefined,
    typeImport: undefined,
    hint: undefined,
    imported: undefined,
    object: undefined,
    answers: undefined,
    usesArguments: undefined,
    body: undefined,
  };
  (node as unknown as Numbered).id = notes.push(note);
  return note;
}

/** What this pass knows of a function. */
export function bodyOf(analysis: Analysis, node: ts.Node): BodyNote {
  const note = noteOf(analysis, node);
  const { body } = note;
  if (body && body.analysis === analysis) return body;
  return (note.body = {
    analysis,
    closure: undefined,
    isCalled: false,
    underWay: 0,
    readings: 0,
    calls: [],
  });
}
