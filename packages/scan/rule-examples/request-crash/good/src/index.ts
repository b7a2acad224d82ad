import { readFile } from 'node:fs/promises';

export async function load() {
  return readFile('a.txt');
}
