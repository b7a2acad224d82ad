import { chmodSync } from 'node:fs';

chmodSync('state.json', 0o600);
