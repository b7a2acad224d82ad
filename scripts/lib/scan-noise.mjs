// Findings on code that nobody seeded: plugins rendered here, and published ones from npm, which are parsed and never run.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast, readTree, scanTree, treeOf } from '@plugwright/scan';
import { EXAMPLES, renderExample } from './scan-pairs.mjs';

export const PUBLISHED = JSON.parse(
  readFileSync(new URL('published-plugins.json', import.meta.url), 'utf8'),
);
/** What somebody who read each error says of it: `{ "<package> <rule> <path>:<line>": "right: …" | "wrong: …" }`. */
export const VERDICTS = JSON.parse(
  readFileSync(new URL('scan-verdicts.json', import.meta.url), 'utf8'),
);

const CODE = /\.(?:[mc]?[jt]s|[jt]sx)$/;
const linesOf = (files) =>
  [...files].reduce(
    (sum, [path, bytes]) =>
      CODE.test(path) && !/\.d\.[mc]?ts$/.test(path)
        ? sum + Buffer.from(bytes).toString().split('\n').length
        : sum,
    0,
  );
const errorsOf = (result) => result.findings.filter(({ severity }) => isAtLeast(severity, 'high'));

export async function measureNoise({ cache, run }) {
  let [lines, errors] = [0, 0];
  const generated = [];
  for (const name of EXAMPLES) {
    const tree = treeOf(await renderExample(name));
    const result = await scanTree(tree, { secretlint: false });
    lines += linesOf(tree.files);
    errors += errorsOf(result).length;
    generated.push({ name, errors: errorsOf(result).length, all: result.findings.length });
  }
  const folder = join(cache, 'published');
  mkdirSync(folder, { recursive: true });
  let [publishedLines, publishedErrors] = [0, []];
  let read = 0;
  for (const [name, version] of Object.entries(PUBLISHED)) {
    const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    if (!existsSync(join(folder, file)))
      await run('npm', [
        'pack',
        `${name}@${version}`,
        '--silent',
        '--ignore-scripts',
        '--pack-destination',
        folder,
      ]).catch(() => {});
    if (!readdirSync(folder).includes(file)) continue;
    const tree = await readTree(join(folder, file));
    const files = new Map(
      [...tree.files].filter(([path]) => !/\.map$|(?:^|\/)node_modules\//.test(path)),
    );
    const result = await scanTree({ files, skipped: tree.skipped }, { secretlint: false });
    read += 1;
    publishedLines += linesOf(files);
    publishedErrors.push(
      ...errorsOf(result).map((finding) => ({
        name,
        key: `${name} ${finding.rule} ${finding.path}:${finding.line}`,
        ...finding,
      })),
    );
  }
  return {
    generated,
    publishedErrors: publishedErrors.map((one) => ({
      ...one,
      verdict: VERDICTS[one.key] ?? 'not looked at',
    })),
    summary: {
      generated: { plugins: generated.length, lines, errors, perThousand: (1000 * errors) / lines },
      published: {
        plugins: read,
        lines: publishedLines,
        errors: publishedErrors.length,
        perThousand: (1000 * publishedErrors.length) / publishedLines,
      },
    },
  };
}
