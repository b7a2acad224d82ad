// An agent as a process of its own, which a test can kill: lines of JSON on stdout, said texts as arguments.
import { startAgent, usualScript } from './agent.js';

const [home = '', ...said] = process.argv.slice(2);
const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const agent = await startAgent({ home, script: usualScript, onPost: (post) => tell({ post }) });
for (const text of said) tell({ reply: await agent.say(text) });
