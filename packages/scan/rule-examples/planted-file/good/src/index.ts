import { writeFileSync } from 'node:fs';

writeFileSync('/tmp/report.txt', 'data');
