// Creates a plugin from each source and prints the digest of the bytes on the disk.
//   node digest-worker.mjs OUT_DIRECTORY SOURCE...
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packDirectory } from '@plugwright/certify';
import { create } from '@plugwright/engine';

const [out, ...sources] = process.argv.slice(2);
const digests = {};
for (const source of sources) {
  const directory = join(out, basename(source).replace(/\.\w+$/, ''));
  const result = await create({ source, out: directory, yes: true, verify: false });
  if (result.outcome !== 'written') {
    throw new Error(
      `${source}: ${result.outcome} ${JSON.stringify(result.diagnostics.slice(0, 2))}`,
    );
  }
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(directory.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
  const hash = createHash('sha256');
  for (const path of files)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(directory, path)))
      .update('\0');
  // The package too: what zlib gives differs from Node.js to Node.js.
  const { sha256: tarball } = await packDirectory(directory);
  digests[basename(source)] = { sha256: hash.digest('hex'), tarball, files: files.length };
}
console.log(JSON.stringify({ node: process.versions.node, digests }));
