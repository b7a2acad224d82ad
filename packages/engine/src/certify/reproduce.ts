import { isSignedBy, readEnvelope, readPayload, type Statement } from '@plugwright/certify';
import { PlugwrightError } from '@plugwright/errors';
import { findIsolation } from '@plugwright/sandbox';
import { createWorkspace, findStore, readPluginDirectory } from '@plugwright/verify';
import { type Host, nodeHost } from '../host.js';
import { fromCwd } from '../inside.js';
import { applyTree } from '../apply-tree.js';
import { recipeOf } from './build-plugin.js';
import { readCertificate } from './check.js';
import { declaredPackages } from './manifest-facts.js';
import { readPlugin } from './read-plugin.js';
import { readTrust } from './signing-keys.js';
import { stagePlugin } from './stage-plugin.js';

export interface ReproduceOptions {
  /** The certificate. */
  file: string;
  /** The source that was certified, or a spec: then it is rendered first. */
  source: string;
  host?: Host | undefined;
  signal?: AbortSignal | undefined;
}

/** What a rebuild gave. */
export interface ReproduceResult {
  ok: boolean;
  /** What it was rebuilt from. */
  from: 'source' | 'spec';
  certified: string;
  rebuilt: string;
  /** Files that differ between the two packages, the first few. */
  different: string[];
  /** Whose certificate it is; absent: nobody's whose key is pinned. */
  signer?: string | undefined;
  /** Tools of the certificate that have another version here. */
  otherTools: string[];
}

/**
 * Builds a package again, from its source or from its spec alone, and compares it with what was certified. Nothing of
 * the plugin is run.
 *
 * @throws PlugwrightError `PW_CERTIFY_CANNOT_REPRODUCE`, `PW_CERTIFY_READ`, `PW_CHECK_*` for a certificate that is none.
 */
export async function reproduce(options: ReproduceOptions): Promise<ReproduceResult> {
  const host = options.host ?? nodeHost();
  const { signal } = options;
  const bytes = await readCertificate(host, fromCwd(host.cwd, options.file));
  const { statement, signer } = await openCertificate(bytes, host);
  const body = statement.predicate.plugwright_certificate;
  if (body.build?.recipe !== 'tsc')
    throw new PlugwrightError({
      code: 'PW_CERTIFY_CANNOT_REPRODUCE',
      message:
        'The certificate is about files that were given as they were, so there is nothing to build.',
      hint: 'Compare the package itself: plugwright check CERTIFICATE TARBALL.',
    });
  const path = fromCwd(host.cwd, options.source);
  const isSpec = (await host.files.stat(path).catch(() => undefined))?.isFile() === true;
  const workspace = createWorkspace();
  try {
    const directory = isSpec ? `${workspace.root}/plugin` : path;
    if (isSpec) await renderTo(path, directory, host);
    const { manifest } = await readPlugin(directory, host);
    const files = await readPluginDirectory(directory);
    const { tarball, compiler } = await stagePlugin(directory, {
      recipe: recipeOf(manifest, files),
      files,
      packages: declaredPackages(manifest),
      store: findStore(),
      isolation: await findIsolation({ env: host.env, signal }),
      signal,
    });
    const certified = body.contents.files;
    const names = [...new Set([...Object.keys(certified), ...Object.keys(tarball.files)])];
    const { sha256 } = statement.subject[0].digest;
    return {
      ok: tarball.sha256 === sha256,
      from: isSpec ? 'spec' : 'source',
      certified: sha256,
      rebuilt: tarball.sha256,
      different: names.filter((name) => certified[name] !== tarball.files[name]).slice(0, 20),
      ...(signer === undefined ? {} : { signer }),
      otherTools:
        compiler === undefined || compiler === body.build.version
          ? []
          : [`typescript ${body.build.version ?? ''} there, ${compiler} here`],
    };
  } finally {
    workspace.remove();
  }
}

/** A spec, rendered into a directory that is made. */
async function renderTo(path: string, directory: string, host: Host): Promise<void> {
  const { readSpec } = await import('@plugwright/spec');
  const read = readSpec(await host.files.readFile(path, 'utf8'), { source: path });
  if (!read.ok)
    throw new PlugwrightError({
      code: 'PW_CERTIFY_CANNOT_REPRODUCE',
      message: `${path} is no spec that can be rendered.`,
      hint: 'Give plugwright.yaml, or the directory of the plugin.',
      diagnostics: read.diagnostics,
    });
  const { render } = await import('../lazy-render.js');
  await applyTree({ root: directory, files: await render(read.spec), host: host.files });
}

/** A certificate with a good signature of a pinned key, or of the key that it names when that is nobody's. */
async function openCertificate(
  bytes: Uint8Array,
  host: Host,
): Promise<{ statement: Statement; signer: string | undefined }> {
  const read = readEnvelope(bytes);
  if ('refused' in read) throw refusal(read.refused);
  const { keys } = await readTrust(host);
  const key = keys.find(({ keyid, publicKey }) =>
    read.envelope.signatures.some(
      (one) => one.keyid === keyid && isSignedBy(read.envelope, one.sig, publicKey),
    ),
  );
  if (
    key === undefined &&
    keys.some(({ keyid }) => read.envelope.signatures.some((one) => one.keyid === keyid))
  )
    throw refusal({
      code: 'PW_CHECK_SIGNATURE',
      message: 'The signature does not belong to what is signed.',
    });
  const payload = readPayload(read.envelope);
  if ('refused' in payload) throw refusal(payload.refused);
  return { statement: payload.statement, signer: key?.name };
}

const refusal = ({ code, message }: { code: string; message: string }) =>
  new PlugwrightError({ code, message, hint: 'Get the certificate again.' });
