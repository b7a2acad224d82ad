import os from 'node:os';

console.log(os.hostname(), process.env['HOME']);
