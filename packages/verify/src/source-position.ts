import { SourceMap, type SourceMapPayload } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where in the plugin's source something is; absent when it is not in the plugin. */
export interface Place {
  file?: string;
  line?: number;
  column?: number;
}

/**
 * Translates stacks of the bundle into positions of the plugin's own files. `seen` is the path of the bundle
 * for the program that made the stack, which in a sandbox is another.
 */
export function stackReader(
  root: string,
  bundle: string,
  seen = bundle,
): (stack: string | undefined) => Place {
  let map: SourceMap | undefined;
  try {
    map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    // Without a map there are no positions, but there is still a finding.
  }
  const frame = /\(?((?:file:\/\/)?[^\s()]+):(\d+):(\d+)\)?$/;
  return (stack) => {
    for (const line of (stack ?? '').split('\n')) {
      const found = frame.exec(line.trim());
      if (!found || pathOf(found[1] ?? '') !== seen) continue;
      // Stack positions count from 1, source maps from 0.
      const entry = map?.findEntry(Number(found[2]) - 1, Number(found[3]) - 1);
      if (!entry || !('originalSource' in entry)) continue;
      const file = relative(root, resolve(dirname(bundle), pathOf(entry.originalSource)));
      if (file.startsWith('..') || file.startsWith(`node_modules${sep}`)) continue;
      return {
        file: file.split(sep).join('/'),
        line: entry.originalLine + 1,
        column: entry.originalColumn + 1,
      };
    }
    return {};
  };
}

const pathOf = (source: string) => {
  try {
    return source.startsWith('file://') ? fileURLToPath(source.replace(/[?#].*$/, '')) : source;
  } catch {
    return source;
  }
};
