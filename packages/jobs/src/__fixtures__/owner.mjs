// Opens a jobs directory in a process of its own and waits; prints what happened. Run on the bundle that the test makes.
const [, , bundle, dir, mode] = process.argv;
const { openJobs } = await import(bundle);
try {
  const jobs = await openJobs({ dir, readOnly: mode === 'read' });
  process.stdout.write(`${JSON.stringify({ opened: true, jobs: (await jobs.list()).jobs.length })}\n`);
  if (mode === 'read') await jobs.close();
  else setInterval(() => {}, 1000);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ code: error.code, message: error.message })}\n`);
}
