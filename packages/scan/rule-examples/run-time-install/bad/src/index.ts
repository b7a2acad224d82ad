import { execSync } from 'node:child_process';

execSync('npm install left-pad');
