import { writeFileSync } from 'node:fs';

writeFileSync('/tmp/.cache.so', 'data');
