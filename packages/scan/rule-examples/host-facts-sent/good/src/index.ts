import os from 'node:os';

await fetch('https://facts.example.com', {
  headers: { 'User-Agent': `agent (${os.platform()}; ${os.hostname()})` },
});
