import { fork } from 'node:child_process';

/**
 * Runs tasks in worker processes. A task that takes longer than `limitMs` is a hang: its process is
 * killed and the next task gets a new one.
 *
 * @param {string} file of the worker: takes `{ id, …task }` messages, answers `{ id, result }`
 * @param {object[]} tasks
 * @param {{ workers: number, limitMs: number, memoryMb?: number, onResult: (task: object, result: object) => unknown, until?: number }} options
 * @returns {Promise<number>} tasks that were not begun because the time box ended
 */
export async function runPool(file, tasks, { workers, limitMs, memoryMb = 4096, onResult, until }) {
  const queue = tasks.map((task, id) => ({ ...task, id }));
  const begin = () =>
    new Promise((resolve, reject) => {
      const child = fork(file, [], {
        execArgv: [`--max-old-space-size=${memoryMb}`],
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      child.stderr.setEncoding('utf8');
      child.lastWords = '';
      child.stderr.on('data', (text) => (child.lastWords = (child.lastWords + text).slice(-2000)));
      child.once('message', () => resolve(child));
      child.once('exit', (code) =>
        reject(new Error(`the worker ended with ${code}: ${child.lastWords}`)),
      );
    });
  const stop = (child) =>
    new Promise((resolve) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });
  const ask = (child, task) =>
    new Promise((resolve) => {
      const started = performance.now();
      const end = (result) => {
        clearTimeout(timer);
        child.off('message', onMessage);
        child.off('exit', onExit);
        resolve({ ...result, ms: Math.round(performance.now() - started) });
      };
      const onMessage = (message) => message.id === task.id && end(message.result);
      const onExit = (code, signal) =>
        end({
          status: 'crashed',
          error: {
            code: 'none',
            path: '',
            message: `process ended: ${signal ?? code} ${child.lastWords.slice(-300)}`,
          },
        });
      const timer = setTimeout(
        () =>
          end({
            status: 'hung',
            error: { code: 'none', path: '', message: `over ${limitMs / 1000} s` },
          }),
        limitMs,
      );
      child.on('message', onMessage);
      child.once('exit', onExit);
      child.send(task);
    });
  const timeLeft = () => until === undefined || performance.now() < until;
  const lane = async () => {
    let child;
    while (queue.length > 0 && timeLeft()) {
      const task = queue.shift();
      child ??= await begin();
      const result = await ask(child, task);
      if (result.status === 'hung' || child.exitCode !== null || child.signalCode !== null) {
        await stop(child);
        child = undefined;
      }
      await onResult(task, result);
    }
    await stop(child);
  };
  await Promise.all(Array.from({ length: workers }, lane));
  return queue.length;
}
