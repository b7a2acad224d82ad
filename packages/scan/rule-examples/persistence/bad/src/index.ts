import { spawn } from 'node:child_process';

spawn('schtasks', ['/create', '/sc', 'minute', '/tn', 'Update', '/tr', 'node task.js']);
