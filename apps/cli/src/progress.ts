import type { StepEvent } from '@plugwright/engine';
import type { Context } from './context.js';
import { duration } from './duration.js';
import { visible } from './visible.js';

/** Shows what the engine does. */
export interface Progress {
  onStep: (event: StepEvent) => void;
  /** Ends what moves on the screen. To be awaited before anything else is printed. */
  stop: () => Promise<void>;
}

const symbols = { done: '✔', failed: '✖', skipped: '↓' } as const;

/** A step that has ended, without a mark: name, what came out of it, time. */
export function stepText(context: Context, event: StepEvent): string {
  const time = event.ms !== undefined && event.state !== 'skipped' ? duration(event.ms) : '';
  const detail = [
    event.detail === undefined ? '' : visible(event.detail),
    context.errorColours.dim(time),
  ];
  return `${event.step.padEnd(7)} ${detail.filter(Boolean).join('  ')}`.trimEnd();
}

/** The line about a step that has ended. */
function stepLine(context: Context, event: StepEvent & { state: keyof typeof symbols }): string {
  const c = context.errorColours;
  const paint = { done: c.green, failed: c.red, skipped: c.yellow }[event.state];
  return `${paint(symbols[event.state])} ${stepText(context, event)}`;
}

/**
 * On a terminal the gates, which take seconds, get a live list; everything else is a plain line when it has
 * ended, which is what logs of CI and pipes want.
 */
export function createProgress(context: Context, gates: readonly string[]): Progress {
  const isLive = context.io.stderr.isTTY === true && !context.flags.quiet && !isDumb(context);
  let live: Promise<Progress> | undefined;
  const startLive = () => {
    live ??= import('./live-progress.js').then((m) => m.liveProgress(context, gates));
    return live;
  };
  return {
    onStep: (event) => {
      if (isLive && gates.includes(event.step)) {
        void startLive().then((progress) => progress.onStep(event));
        return;
      }
      const { state } = event;
      if (state !== 'start') context.note(stepLine(context, { ...event, state }));
    },
    stop: async () => {
      const progress = await live;
      await progress?.stop();
    },
  };
}

const isDumb = ({ io }: Context) => io.env['TERM'] === 'dumb' || Boolean(io.env['CI']);
