import * as programs from 'node:child_process';

programs.spawn('node', ['task.js']);
