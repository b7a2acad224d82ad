import { execSync } from 'node:child_process';

execSync('curl -O https://demo.com/tool.exe');
