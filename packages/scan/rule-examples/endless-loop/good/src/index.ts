export async function watch() {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await poll();
  }
}
