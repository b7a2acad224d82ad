import { build } from 'esbuild';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { command, harness, program } from '../../bundle.js';

const app = join(import.meta.dirname, '..', '..');

/** The command, built as it is published, in a new directory below the app, where packages outside the bundle are found. */
export async function buildCommand(): Promise<string> {
  await fs.mkdir(join(app, 'node_modules'), { recursive: true });
  const outdir = await fs.mkdtemp(join(app, 'node_modules', '.command-'));
  const outExtension = { '.js': '.cjs' };
  const source = (name: string) => join(app, 'src', `${name}.ts`);
  await Promise.all([
    build({ ...program, entryPoints: { program: source('cli') }, outdir, outExtension }),
    build({ ...command, entryPoints: { main: source('main') }, outdir, outExtension }),
    build({ ...harness, outdir }),
  ]);
  return outdir;
}
