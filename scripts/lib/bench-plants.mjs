/** Faults that are planted into a generated plugin, each as a change of its `src/index.ts`. */
const wrapped = (body) => `
const plantedAction = thePlugin.actions![0]!;
const plantedOriginal = plantedAction.handler;
plantedAction.handler = async (...given) => {
  const startedAt = performance.now();
  const result = await plantedOriginal(...given);
  ${body}
  return result;
};
`;

const spin = (share) =>
  wrapped(`const until = performance.now() + ${share} * (performance.now() - startedAt);
  while (performance.now() < until);`);

/** A list that nobody empties; at module level, as such lists are. */
const leak = (bytes) => `const plantedList: unknown[] = [];
${wrapped(`plantedList.push(new Array(${Math.round(bytes / 8)}).fill(startedAt));`)}`;

export const plants = {
  'handler 30 % slower': { code: spin(0.3), finds: 'PW_BENCH_SLOWER' },
  'handler waits 5 ms more': {
    code: wrapped('await new Promise((resolve) => setTimeout(resolve, 5));'),
    finds: 'PW_BENCH_SLOWER',
  },
  'leak of 2 kB per call': { code: leak(2048), finds: 'PW_BENCH_LEAK' },
  'interval after stop': {
    code: 'setInterval(() => {}, 1000).unref();',
    finds: 'PW_BENCH_HANDLES',
  },
};

/** The files of a plugin with a fault in it. */
export function withPlant(files, code) {
  return files.map((file) => {
    if (file.path !== 'src/index.ts') return file;
    const name = /^export default (\w+);$/m.exec(file.text)?.[1];
    if (name === undefined) throw new Error('src/index.ts has another shape');
    return { path: file.path, text: `${file.text}\n${code.replaceAll('thePlugin', name)}` };
  });
}
