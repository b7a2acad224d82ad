import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Memory where there is some: these tests cut no power, and what they look at does not depend on the disk. */
const ROOT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** An empty directory, removed after the test. */
export function temporary(): string {
  const dir = mkdtempSync(join(ROOT, 'plugwright-jobs-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Resolves when `look` is true, looking at each turn of the event loop. */
export async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await look())) await new Promise((resolve) => setTimeout(resolve, 2));
}
