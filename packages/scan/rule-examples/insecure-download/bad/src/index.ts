import { execSync } from 'node:child_process';

execSync('curl -O http://demo.com/tool.exe');
