import { writeFileSync } from 'node:fs';

writeFileSync('data/state.json', '{}');
