import Arborist from '@npmcli/arborist';

/** The part of a node of npm's tree that is used; the library ships no types. */
export interface ArboristNode {
  readonly name: string;
  readonly packageName: string | null;
  readonly version: string | null;
  readonly location: string;
  readonly resolved: string | null;
  readonly integrity: string | null;
  readonly package: Readonly<Record<string, unknown>>;
  readonly hasInstallScript?: boolean;
  readonly isLink: boolean;
  readonly target: ArboristNode;
  readonly dev: boolean;
  readonly devOptional: boolean;
  readonly optional: boolean;
  readonly inBundle: boolean;
  readonly inventory: { values(): Iterable<ArboristNode> };
  readonly edgesOut: ReadonlyMap<
    string,
    {
      readonly name: string;
      readonly spec: string;
      readonly type: string;
      readonly error: string | null;
      readonly to: ArboristNode | null;
    }
  >;
}

/** Reads the lockfile of a directory; asks no network and runs nothing. */
export const loadVirtual = (path: string): Promise<ArboristNode> =>
  new Arborist({ path, audit: false, ignoreScripts: true }).loadVirtual();
