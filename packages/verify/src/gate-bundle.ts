import { build, type BuildFailure, type Message, type Metafile } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from './evidence/digest.js';
import { failure, warning, type GateFindings } from './gate.js';
import { hideEnvironment } from './hide-environment.js';
import { findEntry } from './plugin-entry.js';
import type { GateDiagnostic, SourceFile } from './report.js';

/** Where the bundle goes, relative to the workspace; the leading dot keeps test runners out. */
export const bundlePath = '.plugwright-verify/plugin.mjs';

/** Bundles larger than this fail unless the spec has a budget of its own. */
const defaultBudget = 5 * 1024 * 1024;

/** Packages bundled from CommonJS call `require`, which an ES module does not have. */
const requireBanner =
  "import { createRequire as plugwrightRequire } from 'node:module'; const require = plugwrightRequire(import.meta.url);";

/**
 * The bundle gate: one ES module for Node 20 with the host's packages left outside, as `elizaos`
 * loads it. The metafile, without absolute paths, is the evidence.
 */
export async function bundlePlugin(
  root: string,
  files: readonly SourceFile[],
  budgetBytes: number | undefined,
): Promise<GateFindings> {
  const entry = findEntry(files) ?? 'src/index.ts';
  try {
    const result = await hideEnvironment(() =>
      build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile: join(root, bundlePath),
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        external: ['@elizaos/*', 'zod', 'zod/*'],
        banner: { js: requireBanner },
        sourcemap: true,
        sourcesContent: false,
        metafile: true,
        logLevel: 'silent',
      }),
    );
    const output = Object.entries(result.metafile.outputs).find(([path]) => path.endsWith('.mjs'));
    const bytes = output?.[1].bytes ?? 0;
    const budget = budgetBytes ?? defaultBudget;
    const diagnostics = result.warnings.map((each) => fromMessage(each, 'warning'));
    if (bytes > budget) {
      diagnostics.push(
        failure('PW_BUNDLE_SIZE', `the bundle has ${bytes} bytes, the budget is ${budget}`, {
          hint: `Largest inputs: ${largest(result.metafile).join(', ')}.`,
        }),
      );
    }
    const digest = await bundleDigest(join(root, bundlePath));
    return { diagnostics, evidence: { entry, bytes, budget, digest, metafile: result.metafile } };
  } catch (error) {
    const messages = (error as BuildFailure).errors;
    if (!Array.isArray(messages)) throw error;
    return {
      diagnostics: messages.map((each) => fromMessage(each, 'error')),
      evidence: { entry },
    };
  }
}

/** Of the bundle without the comments in which esbuild says where a package was: they differ between machines. */
async function bundleDigest(path: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  return digestOf(text.replace(/^(\/\/ )\S*\/(?=node_modules\/)/gm, '$1'));
}

function fromMessage(message: Message, severity: 'error' | 'warning'): GateDiagnostic {
  const unresolved = message.text.startsWith('Could not resolve "');
  const make = severity === 'error' ? failure : warning;
  return make(unresolved ? 'PW_BUNDLE_UNRESOLVED' : 'PW_BUNDLE_PROBLEM', message.text, {
    ...(message.location && {
      file: message.location.file,
      line: message.location.line,
      column: message.location.column + 1,
    }),
    ...(unresolved && {
      hint: 'Correct the path, or declare the package in package.json and install it.',
    }),
  });
}

function largest(metafile: Metafile): string[] {
  const inputs = Object.values(metafile.outputs).flatMap((each) => Object.entries(each.inputs));
  return inputs
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    .slice(0, 3)
    .map(([path, { bytesInOutput }]) => `${path} (${bytesInOutput} bytes)`);
}
