import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Runs a program without a shell. `output: 'show'` passes its output through, anything else collects it.
 *
 * @returns {Promise<{ code: number, stdout: string, stderr: string, ms: number, timedOut: boolean }>}
 */
export function run(command, args, options = {}) {
  const { cwd = root, env = {}, output = 'collect', timeoutMs, input } = options;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [
        input === undefined ? 'ignore' : 'pipe',
        ...(output === 'show' ? ['inherit', 'inherit'] : ['pipe', 'pipe']),
      ],
    });
    const text = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (chunk) => (text.stdout += chunk));
    child.stderr?.setEncoding('utf8').on('data', (chunk) => (text.stderr += chunk));
    child.stdin?.end(input);
    let timedOut = false;
    const timer =
      timeoutMs &&
      setTimeout(() => {
        timedOut = true;
        child.kill('SIGKILL');
      }, timeoutMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, ...text, ms: performance.now() - started, timedOut });
    });
  });
}

/** Like {@link run}, and throws with the end of the output when the program fails. */
export async function mustRun(command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  const tail = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-30).join('\n');
  throw new Error(`${[command, ...args].join(' ')} ended with ${result.code}\n${tail}`);
}

/** npm as a program and its first argument: the copy that runs us, so that no shell is needed on Windows. */
export const npm = process.env.npm_execpath
  ? [process.execPath, process.env.npm_execpath]
  : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];

export const runNpm = (args, options) => mustRun(npm[0], [...npm.slice(1), ...args], options);
