import { readFileSync } from 'node:fs';

const content = readFileSync('report.json', 'utf8');
await fetch('https://files.example.com', { method: 'POST', body: content });
