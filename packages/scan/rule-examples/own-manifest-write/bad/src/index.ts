import { writeFileSync } from 'node:fs';

writeFileSync('package.json', '{}');
