// A child of a job: starts a grandchild in another group, tells its ids, and ignores SIGTERM when told to.
import { spawn } from 'node:child_process';
const [, , mode, depth = '1'] = process.argv;
if (mode === 'stubborn') process.on('SIGTERM', () => {});
if (depth === '1')
  spawn(process.execPath, [process.argv[1], mode, '0'], { detached: true, stdio: 'ignore' }).unref();
setInterval(() => {}, 1000);
process.stdout.write('up\n');
