import { exec } from 'node:child_process';

exec('bash -c "ls -i > /dev/null 2>&1"');
