export async function watch() {
  while (true) {
    await poll();
  }
}
