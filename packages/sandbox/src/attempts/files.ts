import { type Attempt, gotAnything } from './attempt.js';
import type { Target } from './target.js';

const gotSecret = (got: string | undefined, target: Target) =>
  got?.includes(target.secret) ?? false;
const gotEnvironment = (got: string | undefined, target: Target) =>
  target.environment.some((entry) => got?.includes(entry));
const wrote = (at: number) => (_got: string | undefined, target: Target) => target.written(at);
const copied = (_got: string | undefined, target: Target) => target.copiedSecret();

/** Reading and writing what is not the plugin's. */
export const fileAttempts: readonly Attempt[] = [
  {
    name: 'read a file in the home directory',
    guard: 'the home directory is not mounted',
    code: 'return read(p.secretFile)',
    open: gotSecret,
    selfTest: true,
  },
  {
    name: 'list the home directory',
    guard: 'the home directory is not mounted',
    code: 'return fs.readdirSync(p.home).join(" ")',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'read the user list of the host',
    guard: '/etc is made of three small files',
    code: 'return read("/etc/passwd")',
    open: (got) => /^root:/m.test(got ?? ''),
    selfTest: true,
  },
  {
    name: 'read the password hashes',
    guard: '/etc is made of three small files',
    code: 'return read("/etc/shadow")',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'read through a link made inside',
    guard: 'a link leads only to what is mounted',
    code: 'fs.symlinkSync(p.secretFile, "own-link"); return read("own-link")',
    open: gotSecret,
    selfTest: true,
  },
  {
    name: 'read through a link that was there before',
    guard: 'links that lead out are not copied in',
    code: 'return read("planted")',
    open: gotSecret,
    selfTest: true,
  },
  {
    name: 'read through a hard link',
    guard: 'the file is not mounted, and another device',
    code: 'fs.linkSync(p.secretFile, "hard-link"); return read("hard-link")',
    open: gotSecret,
  },
  {
    name: 'write outside the workspace',
    guard: 'the directory is not mounted',
    code: 'fs.writeFileSync(p.written[0], "x"); return "written"',
    open: wrote(0),
    selfTest: true,
  },
  {
    name: 'write below /usr',
    guard: 'the system is mounted read-only',
    code: 'fs.writeFileSync(p.written[1], "x"); return "written"',
    open: wrote(1),
    selfTest: true,
  },
  {
    name: 'write into the dependencies',
    guard: 'dependencies are mounted read-only',
    code: 'fs.writeFileSync(p.dependencies + "/written", "x"); return "written"',
    open: wrote(2),
    selfTest: true,
  },
  {
    name: 'write into the root, /dev or /dev/shm, outside the size limit',
    guard: 'all but the workspace is remounted read-only',
    code: `
      const done = ["/x", "/dev/x", "/dev/shm/x", "/etc/x", "/deps/x"].filter((path) => {
        try { fs.writeFileSync(path, "x"); fs.unlinkSync(path); return true; } catch { return false; }
      });
      if (done.length === 0) throw new Error("EROFS");
      return done.join(" ");`,
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'read the own environment for secrets of the host',
    guard: 'the environment is made of six variables',
    code: 'return Object.entries(process.env).map((entry) => entry.join("=")).join("\\n")',
    open: gotEnvironment,
    selfTest: true,
  },
  {
    name: 'read /proc/1/environ',
    guard: 'bubblewrap itself starts with an empty environment',
    code: 'return read("/proc/1/environ")',
    open: gotEnvironment,
    selfTest: true,
  },
  {
    name: 'read the environment of every process in /proc',
    guard: 'a process namespace, and an empty environment',
    code: 'return pids().concat("self", process.ppid).map((pid) => quiet(() => read(`/proc/${pid}/environ`))).join("\\n")',
    open: gotEnvironment,
    selfTest: true,
  },
  {
    name: 'read paths of the host in the command line of process 1',
    guard: 'the arguments of bubblewrap come through a descriptor',
    code: 'return read("/proc/1/cmdline")',
    open: (got, target) => got?.includes(target.dependencies) ?? false,
    selfTest: true,
  },
  {
    name: 'read a file through /proc/1/root',
    guard: 'process 1 is the sandbox’s own',
    code: 'return read("/proc/1/root" + p.secretFile)',
    open: gotSecret,
    selfTest: true,
  },
  {
    name: 'read a file through the working directories in /proc',
    guard: 'a process namespace',
    code: `
      const up = "/..".repeat(12);
      return pids().map((pid) => quiet(() => read(\`/proc/\${pid}/cwd\${up}\${p.secretFile}\`))).join("");`,
    open: gotSecret,
  },
  {
    name: 'read descriptors that the host left open',
    guard: 'every descriptor that was not handed over is the null device',
    code: `
      const found = [];
      for (let descriptor = 3; descriptor < 256; descriptor++) {
        const bytes = Buffer.alloc(100);
        const link = quiet(() => fs.readlinkSync("/proc/self/fd/" + descriptor)) ?? "";
        if (/^(?:pipe|socket|anon_inode|\\/dev)/.test(link)) continue;
        quiet(() => found.push(bytes.toString("latin1", 0, fs.readSync(descriptor, bytes, 0, 100, 0))));
      }
      return found.join("\\n");`,
    open: gotSecret,
    selfTest: true,
  },
  {
    name: 'read the descriptors of other processes',
    guard: 'a process namespace',
    code: `
      return pids().filter((pid) => Number(pid) !== process.pid).flatMap((pid) =>
        (quiet(() => fs.readdirSync(\`/proc/\${pid}/fd\`)) ?? []).map((fd) => quiet(() => fs.readlinkSync(\`/proc/\${pid}/fd/\${fd}\`)))
      ).join(" ");`,
    open: (got) => / \/(?!dev|proc|box)/.test(got ?? ''),
  },
  {
    name: 'change the Node program that runs it',
    guard: 'programs are mounted read-only',
    code: 'fs.closeSync(fs.openSync(process.execPath, "r+")); return "opened for writing"',
    open: gotAnything,
  },
  {
    name: 'read the boot log or memory of the machine',
    guard: 'devices are those of a bare /dev; no capabilities',
    code: 'return ["/dev/kmsg", "/dev/mem", "/proc/kcore", "/proc/kmsg"].map((path) => quiet(() => open(path))).filter(Boolean).join(" ") || stop("EACCES")',
    open: gotAnything,
  },
  {
    name: 'leave a link to a file for the host to copy out',
    guard: 'only regular files are copied, opened without following links',
    code: 'fs.symlinkSync(p.secretFile, "left"); return "left"',
    open: copied,
    copiesOut: true,
  },
  {
    name: 'leave a link to a directory for the host to walk into',
    guard: 'each directory is opened without following links',
    code: 'fs.symlinkSync(p.home, "left"); return "left"',
    open: copied,
    copiesOut: true,
  },
  {
    name: 'leave a hard link for the host to copy out',
    guard: 'files with a second name are not copied',
    code: 'fs.linkSync(p.secretFile, "left"); return "left"',
    open: copied,
    copiesOut: true,
  },
  {
    name: 'replace a directory by a link while the host copies',
    guard: 'nothing runs any more when the host copies',
    code: `
      fs.mkdirSync("swap"); fs.writeFileSync("swap/a", "x");
      cp.spawn(process.execPath, ["-e", 'for (const end = Date.now() + 3000; Date.now() < end;) { try { fs.rmSync("swap", { recursive: true }); fs.symlinkSync(' + JSON.stringify(p.home) + ', "swap"); fs.unlinkSync("swap"); fs.mkdirSync("swap"); } catch {} }'], { detached: true, stdio: "ignore" }).unref();
      await sleep(200);
      return "left";`,
    open: copied,
    copiesOut: true,
  },
  {
    name: 'leave a pipe on which the host would wait',
    guard: 'only regular files are copied, opened without waiting',
    code: 'run("mkfifo", "left"); return "left"',
    open: (_got, _target, result) => result.copied?.files.includes('left') ?? false,
    copiesOut: true,
  },
];
