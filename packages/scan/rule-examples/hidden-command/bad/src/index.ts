import { exec } from 'node:child_process';

exec('powershell -NoProfile -EncodedCommand ZQBjAGgAbwAgAGgAZQBsAGwAbwA=');
