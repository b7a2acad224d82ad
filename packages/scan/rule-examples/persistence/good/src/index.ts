import { spawn } from 'node:child_process';

spawn('schtasks', ['/query']);
