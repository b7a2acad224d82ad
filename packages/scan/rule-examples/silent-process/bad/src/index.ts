import { spawn } from 'node:child_process';

spawn('node', ['service.js'], { detached: true, stdio: 'ignore' }).unref();
