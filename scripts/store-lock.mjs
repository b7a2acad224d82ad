// Makes the lockfile of the dependency store again, after its versions changed: every package with its integrity.
//   npm run store:lock
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeManifest } from '@plugwright/verify';
import { root, runNpm } from './lib/run.mjs';

const work = await mkdtemp(join(tmpdir(), 'plugwright-lock-'));
try {
  await writeFile(join(work, 'package.json'), JSON.stringify(storeManifest));
  await runNpm(
    ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'],
    // Whoever installs asks their own registry; the integrity is what counts.
    { cwd: work, env: { npm_config_omit_lockfile_registry_resolved: 'true' } },
  );
  const text = await readFile(join(work, 'package-lock.json'), 'utf8');
  await writeFile(join(root, 'packages/verify/src/store-lock.json'), text);
  const key = createHash('sha256')
    .update(JSON.stringify(JSON.parse(text)))
    .digest('hex');
  const file = join(root, 'packages/verify/src/dependency-store.ts');
  const source = await readFile(file, 'utf8');
  await writeFile(file, source.replace(/(storeKey = ')[0-9a-f]*(')/, `$1${key.slice(0, 16)}$2`));
  console.log(
    `${Object.keys(JSON.parse(text).packages).length - 1} packages, key ${key.slice(0, 16)}`,
  );
} finally {
  await rm(work, { recursive: true, force: true });
}
