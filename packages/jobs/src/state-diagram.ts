import { JOB_STATES, type JobState, TERMINAL_STATES, TRANSITIONS } from './job-state.js';

/** The state machine as a Mermaid diagram, made from {@link TRANSITIONS}. */
export function stateDiagram(): string {
  const lines = ['stateDiagram-v2'];
  for (const [name, { from, to }] of Object.entries(TRANSITIONS)) {
    const starts: readonly string[] = from.length === 0 ? ['[*]'] : from;
    for (const start of starts) lines.push(`  ${start} --> ${to}: ${name}`);
  }
  for (const state of TERMINAL_STATES) lines.push(`  ${state} --> [*]`);
  return lines.join('\n');
}

/** The states and transitions as Markdown tables. */
export function stateTables(): string {
  const states = Object.entries(JOB_STATES).map(([state, text]) => `| \`${state}\` | ${text} |`);
  const transitions = Object.entries(TRANSITIONS).map(([name, { from, to, when }]) => {
    const starts = (from as readonly JobState[]).map((state) => `\`${state}\``).join(', ');
    return `| \`${name}\` | ${starts || '(new)'} | \`${to}\` | ${when} |`;
  });
  return [
    '| state | the job … |',
    '| --- | --- |',
    ...states,
    '',
    '| transition | from | to | when |',
    '| --- | --- | --- | --- |',
    ...transitions,
  ].join('\n');
}
