import type { StepEvent } from '@plugwright/engine';
import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { Context } from './context.js';
import type { Progress } from './progress.js';
import { stepText } from './progress.js';

/** A moving list of the gates on stderr. */
export function liveProgress(context: Context, gates: readonly string[]): Progress {
  const ends = new Map(gates.map((gate) => [gate, deferred<StepEvent>()]));
  const stream = context.io.stderr as NodeJS.WriteStream;
  const list = new Listr<object, 'default'>(
    gates.map((gate) => ({
      title: gate,
      task: async (_, task) => {
        const event = await ends.get(gate)?.promise;
        const line =
          event === undefined ? `${gate.padEnd(7)} did not run` : stepText(context, event);
        task.title = line;
        if (event === undefined || event.state === 'skipped') return task.skip(line);
        if (event.state === 'failed') throw new Error(line);
      },
    })),
    {
      concurrent: false,
      exitOnError: false,
      registerSignalListeners: false,
      // Decided by our stderr, not by the stdout that listr2 would look at.
      forceTTY: true,
      renderer: 'default',
      rendererOptions: {
        // Errors and skips are told in our own line.
        showErrorMessage: false,
        collapseErrors: false,
        showSkipMessage: false,
        collapseSkips: true,
        formatOutput: 'truncate',
        logger: new ListrLogger({ processOutput: new ProcessOutput(stream, stream) }),
      },
    },
  );
  const finished = list.run().catch(() => {});
  return {
    onStep: (event) => {
      if (event.state !== 'start') ends.get(event.step)?.resolve(event);
    },
    stop: async () => {
      for (const end of ends.values()) end.resolve(undefined);
      await finished;
    },
  };
}

/** A promise and the function that ends it; `Promise.withResolvers` is newer than our oldest Node. */
function deferred<T>() {
  let resolve: (value: T | undefined) => void = () => {};
  const promise = new Promise<T | undefined>((settle) => (resolve = settle));
  return { promise, resolve };
}
