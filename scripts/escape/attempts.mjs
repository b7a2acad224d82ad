// Tries every way out of one driver, as whoever runs it; prints the rows as JSON on the last line.
import { attempts, tryAttempts } from '@plugwright/sandbox';

const [driver, mode] = process.argv.slice(2);
const rows = await tryAttempts(driver, { singleProcess: mode === 'single' });
const guards = new Map(attempts.map(({ name, guard }) => [name, guard]));
console.log(JSON.stringify(rows.map((row) => ({ ...row, guard: guards.get(row.name) }))));
