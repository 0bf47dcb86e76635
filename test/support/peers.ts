// The real tools and registries that tests talk to: found in a cache folder outside the repository, or built there
// once from their Go modules at exact versions. Folder names are NAME-VERSION; `.ok` marks a finished one.
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

interface PeerSource {
  readonly version: string;
  /** The file in the peer's folder. */
  readonly program: string;
  /** A Go package, or a folder of this repository with a Go module of its own. */
  readonly module?: string;
  readonly folder?: string;
}

const ggcr = { version: 'v0.22.1' };
const sources = {
  cosign3: { version: 'v3.1.3', program: 'cosign', module: 'github.com/sigstore/cosign/v3/cmd/cosign' },
  cosign2: { version: 'v2.6.5', program: 'cosign', module: 'github.com/sigstore/cosign/v2/cmd/cosign' },
  crane: { ...ggcr, program: 'crane', module: 'github.com/google/go-containerregistry/cmd/crane' },
  'ggcr-registry': {
    ...ggcr,
    program: 'registry',
    module: 'github.com/google/go-containerregistry/cmd/registry',
  },
  distribution: {
    version: 'v3.1.2',
    program: 'registry',
    module: 'github.com/distribution/distribution/v3/cmd/registry',
  },
  regctl: { version: 'v0.11.7', program: 'regctl', module: 'github.com/regclient/regclient/cmd/regctl' },
  'referrers-registry': {
    ...ggcr,
    program: 'referrers-registry',
    folder: path.resolve(import.meta.dirname, '../interop/referrers-registry'),
  },
} as const satisfies Record<string, PeerSource>;

export type PeerName = keyof typeof sources;

export const peerNames = Object.keys(sources) as PeerName[];

/** What the peer is called in results, e.g. `cosign3 v3.1.3`. */
export function peerTitle(name: PeerName): string {
  return `${name} ${sources[name].version}`;
}

/** The program's absolute path where the peer has been built, else undefined. */
export async function findPeer(name: PeerName): Promise<string | undefined> {
  const folder = folderOf(name);
  const program = path.join(folder, sources[name].program);
  return (await isThere(path.join(folder, '.ok'))) && (await isThere(program)) ? program : undefined;
}

/**
 * The program's absolute path; built when it is not there yet, which takes minutes the first time.
 * Rejects with a sentence that says what is missing.
 */
export async function getPeer(name: PeerName, signal: AbortSignal): Promise<string> {
  const found = await findPeer(name);
  if (found !== undefined) return found;
  const go = await findGo(signal);
  const cache = cacheFolder();
  await mkdir(cache, { recursive: true });
  const temporary = await mkdtemp(path.join(cache, `.${name}-`));
  try {
    await build(go, sources[name], temporary, signal);
    await writeFile(path.join(temporary, '.ok'), '');
    // Another process may have been faster; then its build stays.
    if ((await findPeer(name)) === undefined) {
      await rm(folderOf(name), { recursive: true, force: true });
      await rename(temporary, folderOf(name));
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  const built = await findPeer(name);
  if (built === undefined) throw new Error(`${name} was built, but ${folderOf(name)} lacks its program`);
  return built;
}

/** Debian's docker-registry (2.8), or undefined where the package is not installed. */
export async function findDockerRegistry(): Promise<string | undefined> {
  const program = '/usr/bin/docker-registry';
  return (await isThere(program)) ? program : undefined;
}

async function build(go: string, source: PeerSource, target: string, signal: AbortSignal): Promise<void> {
  const common = ['-trimpath', '-ldflags=-s -w'];
  const env = { ...process.env, CGO_ENABLED: '0', GOBIN: target };
  const options = { env, signal, maxBuffer: 16 * 1024 * 1024 };
  if (source.module !== undefined) {
    await execute(go, ['install', ...common, `${source.module}@${source.version}`], options);
    return;
  }
  const output = path.join(target, source.program);
  await execute(go, ['build', ...common, '-o', output, '.'], { ...options, cwd: source.folder });
}

async function findGo(signal: AbortSignal): Promise<string> {
  for (const go of ['go', '/usr/local/go/bin/go', '/usr/lib/go/bin/go']) {
    const version = await execute(go, ['env', 'GOVERSION'], { signal }).then(
      ({ stdout }) => /^go1\.(\d+)/.exec(stdout)?.[1],
      () => undefined,
    );
    if (Number(version ?? 0) >= 26) return go;
  }
  throw new Error('Go 1.26 or newer is needed to build it (https://go.dev/dl)');
}

function cacheFolder(): string {
  const { COUNTERSIGN_PEERS, XDG_CACHE_HOME } = process.env;
  if (COUNTERSIGN_PEERS) return COUNTERSIGN_PEERS;
  return path.join(XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'countersign-peers');
}

function folderOf(name: PeerName): string {
  return path.join(cacheFolder(), `${name}-${sources[name].version}`);
}

function isThere(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
}
