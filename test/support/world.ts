// A world for tests: the real fetch, a given environment, files in memory, a log that is kept for canary searches.
// The clock is real unless a test brings the fake one of fakeClock.ts.
import { randomFillSync } from 'node:crypto';
import { EngineError } from '../../src/engine/errors.ts';
import { folders } from '../../src/host/worldFolders.ts';
import { createMemoryStorage } from './storage.ts';
import type {
  Clock,
  Files,
  Folders,
  Log,
  Logins,
  Machine,
  NetworkSettings,
  Permissions,
  Processes,
  SharedStorage,
  World,
} from '../../src/engine/world.ts';

export interface TestWorld extends World {
  /** Every line that was logged. */
  readonly logged: string[];
}

export interface WorldOptions {
  readonly fetch?: typeof globalThis.fetch;
  /** By default this machine's resolver. */
  readonly resolveName?: NonNullable<World['resolveName']>;
  readonly clock?: Clock;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Text by absolute path; a path listed in `executables` is a program. */
  readonly files?: Readonly<Record<string, string>>;
  readonly executables?: readonly string[];
  /** Where a path really leads, when it is a symbolic link. */
  readonly links?: Readonly<Record<string, string>>;
  /** By default those of this machine. */
  readonly folders?: Folders;
  /** What several windows share; by default nobody else sees it. */
  readonly storage?: SharedStorage;
  readonly run?: Processes['run'];
  readonly machine?: Partial<Machine>;
  readonly permissions?: Partial<Permissions>;
  readonly logins?: Partial<Logins>;
  readonly network?: Partial<NetworkSettings>;
}

/** A world in which nothing exists but what is given. */
export function createTestWorld(options: WorldOptions = {}): TestWorld {
  const logged: string[] = [];
  return {
    fetch: options.fetch ?? globalThis.fetch,
    ...(options.resolveName && { resolveName: options.resolveName }),
    clock: options.clock ?? realClock,
    random: (length) => randomFillSync(new Uint8Array(length)),
    log: createLog(logged),
    logged,
    environment: options.environment ?? {},
    files: createFiles(options),
    folders: options.folders ?? folders,
    storage: options.storage ?? createMemoryStorage(),
    processes: { run: options.run ?? (() => Promise.reject(new Error('no process in this world'))) },
    machine: {
      name: 'this computer',
      platform: 'linux',
      homeDirectory: '/home/ann',
      workspaceFolders: () => [],
      ...options.machine,
    },
    permissions: { ...nothingAllowed, ...options.permissions },
    logins: { ...noLogins, ...options.logins },
    network: () => ({ ...noProxy, ...options.network }),
  };
}

/** Nobody signed in by hand, and VS Code knows no account. */
export const noLogins: Logins = {
  kept: () => Promise.resolve([]),
  read: () => Promise.resolve(undefined),
  session: () => Promise.resolve(undefined),
};

/** The network is reached directly. */
export const noProxy: NetworkSettings = {
  proxy: undefined,
  proxyAuthorization: undefined,
  noProxy: [],
  systemCertificates: false,
};

/** The person allowed nothing by name. */
export const nothingAllowed: Permissions = {
  plainHttp: () => false,
  tokenRealm: () => false,
  pinnedCertificate: () => undefined,
  certificateFiles: () => undefined,
};

/** Milliseconds as they are. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const leave = (): void => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', leave);
        resolve();
      }, milliseconds);
      signal.addEventListener('abort', leave, { once: true });
    }),
  timer: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

function createLog(logged: string[]): Log {
  const write = (message: string): void => void logged.push(message);
  return { debug: write, info: write, warn: write, error: write };
}

function createFiles(options: WorldOptions): Files {
  const texts = options.files ?? {};
  const links = options.links ?? {};
  const programs = options.executables ?? [];
  return {
    read: (path, limit) => {
      const text = texts[path];
      if (text === undefined) return Promise.resolve(undefined);
      const bytes = new TextEncoder().encode(text);
      if (bytes.byteLength > limit) {
        return Promise.reject(
          new EngineError('file-not-readable', { path, reason: { code: 'too-large', limit } }),
        );
      }
      return Promise.resolve(bytes);
    },
    realPath: (path) => {
      const known = path in texts || programs.includes(path) || path in links || isFolder(path);
      return Promise.resolve(known ? (links[path] ?? path) : undefined);
    },
    list: (folder) => {
      const inside = [...Object.keys(texts), ...programs].filter((path) => path.startsWith(`${folder}/`));
      const names = new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''));
      return Promise.resolve(names.size === 0 ? undefined : [...names]);
    },
    isExecutable: (path) => Promise.resolve(programs.includes(path)),
  };

  function isFolder(path: string): boolean {
    return [...Object.keys(texts), ...programs].some((one) => one.startsWith(`${path}/`));
  }
}
