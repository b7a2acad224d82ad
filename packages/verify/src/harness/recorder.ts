import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import { observe } from './observe/observe.js';

/*
 * Loaded before everything else in each worker of the plugin's tests. It writes what the plugin touches, one
 * line each, into a directory beside it: a worker may be ended at any moment.
 */
const own = fileURLToPath(import.meta.url);
const workspace = dirname(dirname(own));
const file = join(dirname(own), 'observed', `${process.pid}-${threadId}.jsonl`);
const written = new Set<string>();
const append = appendFileSync;

/** A module of the plugin itself: in the workspace, not of a package, not a test. */
const isPlugin = (frame: string): boolean =>
  frame.includes(`${workspace}/`) &&
  !/\/node_modules\/|\/\.plugwright-verify\/|\/__tests__\/|\.(?:test|spec)\.[cm]?[jt]sx?\b|\/vitest\./.test(
    frame,
  );

observe({
  workspace,
  isPlugin,
  note: (capability) => {
    const line = JSON.stringify(capability);
    if (written.has(line)) return;
    written.add(line);
    append(file, `${line}\n`);
  },
});
