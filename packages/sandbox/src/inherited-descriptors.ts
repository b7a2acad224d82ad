import { readdirSync, readFileSync } from 'node:fs';

/** `O_CLOEXEC` in the flags of `/proc/self/fdinfo`, octal (x86_64 and arm64 alike). */
const closeOnExec = 0o2000000;

/**
 * Descriptors that a child would inherit although nobody gave them to it: those that whoever started
 * this process left open. Node marks its own as close-on-exec, but not these, and libuv closes none.
 * Linux only; elsewhere the list is empty. Those of `own` are known to be ours, which saves looking.
 */
export function inheritedDescriptors(
  root = '/proc/self',
  own: ReadonlySet<number> = new Set(),
): number[] {
  try {
    return readdirSync(`${root}/fd`)
      .map(Number)
      .filter(
        (descriptor) => descriptor > 2 && !own.has(descriptor) && !closesOnExec(root, descriptor),
      );
  } catch {
    return [];
  }
}

function closesOnExec(root: string, descriptor: number): boolean {
  try {
    const text = readFileSync(`${root}/fdinfo/${descriptor}`, 'latin1');
    const flags = /^flags:\s+([0-7]+)/m.exec(text)?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & closeOnExec) !== 0;
  } catch {
    // The one that read the directory is closed again.
    return true;
  }
}
