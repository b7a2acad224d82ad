import { readFile } from 'node:fs';

export function load() {
  readFile('a.txt', (error) => {
    if (error) throw error;
  });
}
