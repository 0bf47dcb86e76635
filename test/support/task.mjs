// Entry of every npm script: `node test/support/task.mjs NAME [more…]`.
// Plain JavaScript for Node 20 with nothing installed: it installs the packages of the lock file when they are
// not there, finds Node 24 and hands over to task/main.ts.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** What one lock file says is installed, or an empty list when there is no such file. */
function packagesOf(lockFile) {
  if (!existsSync(lockFile)) return {};
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {};
}

/** True when node_modules holds what package-lock.json says. Packages for other platforms may be missing. */
function isInstalled() {
  const installed = packagesOf(path.join(root, 'node_modules/.package-lock.json'));
  return Object.entries(packagesOf(path.join(root, 'package-lock.json'))).every(([place, wanted]) => {
    if (place === '') return true;
    const found = installed[place];
    return found === undefined ? wanted.optional === true : found.version === wanted.version;
  });
}

/** `npm ci` without install scripts: nothing that was downloaded runs while it is being installed. */
function install() {
  console.log('Installing the packages of package-lock.json …');
  const npm = process.env.npm_execpath?.includes('npm') ? process.env.npm_execpath : undefined;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: npm === undefined };
  const done = npm ? spawnSync(process.execPath, [npm, ...args], options) : spawnSync('npm', args, options);
  if (done.status !== 0) stop(`npm ci ended with ${done.status ?? done.signal ?? done.error?.message}.`);
}

/** The Node that runs everything: the pinned one, else this one when it is new enough. */
function findNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const pinned = path.join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin');
  const program = path.join(pinned, process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(program)) return program;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return stop(
    `Node 24 or newer is needed on ${process.platform}-${process.arch}; this is ${process.version}. ` +
      'Install it from nodejs.org and run the same command again.',
  );
}

function stop(message) {
  console.error(message);
  process.exit(1);
}

if (!isInstalled()) install();
const child = spawn(findNode(), [path.join(root, 'test/support/task/main.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
// Ctrl-C reaches the child from the terminal as well: only wait for it to clean up.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => stop(error.message));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
// A shell between npm and this may die of a signal without passing it on.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
