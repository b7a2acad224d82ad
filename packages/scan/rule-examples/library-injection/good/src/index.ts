import { exec } from 'node:child_process';

exec('rundll32 url.dll,FileProtocolHandler https://example.com');
