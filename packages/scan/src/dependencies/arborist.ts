import { createRequire } from 'node:module';

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

type ArboristClass = new (options: { path: string; audit: boolean; ignoreScripts: boolean }) => {
  loadVirtual(): Promise<ArboristNode>;
};

/** Reads the lockfile of a directory; asks no network and runs nothing. npm's library is loaded when this is called. */
export async function loadVirtual(path: string): Promise<ArboristNode> {
  const Arborist = createRequire(import.meta.url)('@npmcli/arborist') as ArboristClass;
  return new Arborist({ path, audit: false, ignoreScripts: true }).loadVirtual();
}
