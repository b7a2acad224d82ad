import {
  type CertificateFacts,
  digestOf,
  packFiles,
  type Tarball,
  unpackTarball,
} from '@plugwright/certify';
import type { SourceFile } from '@plugwright/verify';
import type { GateName, Work } from './collect-work.js';
import { declaredPackages } from './manifest-facts.js';
import { asBuilt } from './plugin-shim.js';
import { type GivenPlugin, textFiles } from './read-plugin.js';
import { stagePlugin } from './stage-plugin.js';

/** A plugin as bytes, whatever it was given as. */
export interface Packed {
  tarball: Tarball;
  made: boolean;
  /** What is in the tarball. */
  contents: Map<string, Uint8Array>;
  /** What the gates look at: the source, or what was packed. */
  files: SourceFile[];
  gates: GateName[];
  /** The gates look at sources, so what is packed has to be loaded besides. */
  built: boolean;
  deterministic: NonNullable<CertificateFacts['package']['deterministic']>;
  source?: CertificateFacts['source'];
  build?: CertificateFacts['build'];
}

/** A directory is packed, a tarball is taken as it is. */
export const packPlugin = (work: Work, sources: SourceFile[]): Promise<Packed> | Packed =>
  work.given.kind === 'directory' ? packSource(work, work.given, sources) : packGiven(work.given);

async function packSource(
  work: Work,
  given: GivenPlugin & { kind: 'directory' },
  files: SourceFile[],
): Promise<Packed> {
  const { recipe } = work;
  const options = { ...work, recipe, files, packages: declaredPackages(given.manifest) };
  // Twice, in two directories, one after the other: what depends on place or time differs.
  const first = await stagePlugin(given.path, options);
  const second = await stagePlugin(given.path, options);
  const { tarball } = first;
  const same = tarball.sha256 === second.tarball.sha256;
  const spec = files.find(({ path }) => path === 'plugwright.yaml')?.text;
  return {
    tarball,
    made: true,
    contents: unpackTarball(tarball.bytes).files,
    files,
    gates: ['parse', 'types', 'bundle', 'boot', 'tests'],
    built: true,
    deterministic: {
      ok: same,
      reason: same ? 'packed twice with the same bytes' : 'packed twice with different bytes',
    },
    source: { ...first.source, ...(spec === undefined ? {} : { spec: digestOf(spec) }) },
    build: recipe
      ? { recipe: 'tsc', tool: 'typescript', version: first.compiler, again: second.tarball.sha256 }
      : {
          recipe: 'given',
          reason:
            'its build is not one that is known here, so the built files were taken as they are',
        },
  };
}

function packGiven({ bytes, unpacked, manifest, path }: GivenPlugin & { kind: 'tarball' }): Packed {
  const files = Object.fromEntries(
    [...unpacked.files].map(([name, content]) => [name, { bytes: content }]),
  );
  const { files: digests } = packFiles(files, manifest);
  const texts = textFiles(unpacked.files);
  const varies = unpacked.times.size > 1 || [...unpacked.owners].some((owner) => owner !== '0:0');
  const has = (pattern: RegExp) => texts.some((file) => pattern.test(file.path));
  return {
    tarball: {
      file: path.split(/[/\\]/).at(-1) ?? path,
      bytes,
      sha256: digestOf(bytes),
      files: digests,
    },
    made: false,
    contents: unpacked.files,
    files: asBuilt(texts, manifest),
    gates: [
      'parse',
      ...(has(/^tsconfig\.json$/) && has(/(?<!\.d)\.[cm]?tsx?$/) ? (['types'] as const) : []),
      'bundle',
      'boot',
      ...(has(/\.(?:test|spec)\.[cm]?[jt]sx?$/) ? (['tests'] as const) : []),
    ],
    built: false,
    deterministic: varies
      ? { ok: false, reason: 'its entries carry times or users of whoever packed it' }
      : { ok: true, reason: 'its entries carry no time and no user' },
  };
}
