// What the engine is given from outside. The engine itself touches no process, clock, file or environment;
// the host makes the real world (host/world.ts), tests make their own (test/support/world.ts).

import type { AccountProvider, AccountSession, KeptLogin, LoginSecret } from './signIn.ts';

export interface World {
  /** The global fetch (VS Code patches proxy and certificates into it), or a test's. */
  readonly fetch: typeof globalThis.fetch;
  /** Name → addresses, none where it cannot be resolved here; the system's resolver when left out. */
  readonly resolveName?: (hostname: string) => Promise<readonly string[]>;
  readonly clock: Clock;
  /** Cryptographically strong random bytes. */
  readonly random: (length: number) => Uint8Array;
  readonly log: Log;
  /** Environment variables as they are now. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
  readonly folders: Folders;
  readonly storage: SharedStorage;
  readonly processes: Processes;
  readonly machine: Machine;
  readonly permissions: Permissions;
  readonly logins: Logins;
  /** How this machine reaches the network where fetch is not used: asked for each connection. */
  readonly network: () => NetworkSettings;
}

/** The editor's own settings and the usual variables. Never what a workspace says. */
export interface NetworkSettings {
  /** The URL of the proxy for https, as it was configured; undefined for none. It may hold a login. */
  readonly proxy: string | undefined;
  /** The whole value of Proxy-Authorization, where one is configured. */
  readonly proxyAuthorization: string | undefined;
  /** Hosts that are reached without it, as NO_PROXY lists them. */
  readonly noProxy: readonly string[];
  /** Whether the certificates that this machine trusts count beside the usual ones. */
  readonly systemCertificates: boolean;
}

export interface Clock {
  /** Wall clock, milliseconds since 1970. Jumps when a laptop sleeps. */
  now(): number;
  /** Milliseconds that only ever grow; for durations. */
  monotonic(): number;
  /** Resolves after that many milliseconds; rejects with the signal's reason when it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Calls once after that many milliseconds; the function returned cancels it. */
  timer(milliseconds: number, call: () => void): () => void;
}

/** Words for the log channel. Never a header, a token, a password or the query of a URL. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface Files {
  /** The file's bytes, or undefined where there is none. Throws `file-not-readable` (also above the limit). */
  read(path: string, limit: number): Promise<Uint8Array | undefined>;
  /** The path without symbolic links, or undefined where there is nothing. */
  realPath(path: string): Promise<string | undefined>;
  /** The names in a folder, undefined where there is none. Throws `file-not-readable`. */
  list(folder: string): Promise<readonly string[] | undefined>;
  /** True where the file exists and may be executed. */
  isExecutable(path: string): Promise<boolean>;
}

/** Folders that hold saved images (OCI image layout). Whoever asks for a file names nothing but its digest (S39). */
export interface Folders {
  /** Opens a folder for reading. Throws `file-not-readable`. */
  open(folder: string): Promise<SavedFolder>;
  /**
   * Throws `folder-not-writable` where a folder of this name could not be made now: anything but an empty folder has the
   * name, or what it would stand in is not there or cannot be written.
   */
  assertFree(folder: string): Promise<void>;
  /** Begins a folder that is there under its name only when all of it is written. Throws as assertFree does. */
  create(folder: string): Promise<NewFolder>;
}

/** The two files by name, and the blobs by digest. */
export type FolderFile = 'oci-layout' | 'index.json' | `sha256:${string}`;

/** Every reading throws `file-not-readable`: also for a symbolic link, which is followed nowhere below the folder. */
export interface SavedFolder {
  /** The file's bytes, or undefined where there is none; above the limit it is not readable. */
  read(file: FolderFile, limit: number): Promise<Uint8Array | undefined>;
  /** The number of its bytes, or undefined where there is none. */
  size(file: FolderFile): Promise<number | undefined>;
  /** The file's bytes, piece by piece. */
  stream(file: FolderFile): AsyncIterable<Uint8Array>;
  /**
   * The blobs, by their names. Throws `bad-layout` where more than `most` things of any name stand among them, and
   * `cancelled`.
   */
  blobs(most: number, signal: AbortSignal): Promise<readonly `sha256:${string}`[]>;
}

/** Every writing throws `folder-not-writable`. */
export interface NewFolder {
  /** A file that is there already is left as it is. */
  write(file: FolderFile, pieces: AsyncIterable<Uint8Array> | readonly Uint8Array[]): Promise<void>;
  /** Gives the folder its name. Throws `folder-not-writable` where something has it by now. */
  commit(): Promise<void>;
  /** Takes away what was written so far; nothing where it is committed. Never throws. */
  discard(): Promise<void>;
}

/** The folders of small files that every window of this machine shares. */
export type StorageFolder = 'journal' | 'locks' | 'tombstones';

/**
 * What the windows of this machine share (V7): two windows are two processes, and each file is whole or not there.
 * Names are plain file names. Reading throws `file-not-readable`, writing `file-not-writable`.
 */
export interface SharedStorage {
  /** The names of the engine's own files; none where there is no such folder. Those that are being written are not among them. */
  list(folder: StorageFolder): Promise<readonly string[]>;
  /** Undefined where there is none. A file of more bytes than `limit` is not readable. */
  read(folder: StorageFolder, name: string, limit: number): Promise<Uint8Array | undefined>;
  /** Written beside, flushed to the disk, renamed: who reads sees the old file or the new one. */
  write(folder: StorageFolder, name: string, bytes: Uint8Array): Promise<void>;
  /** Writes unless there is one, and then gives false: of several who do so at once, one wins. */
  create(folder: StorageFolder, name: string, bytes: Uint8Array): Promise<boolean>;
  /** Takes the file away and gives what was in it; undefined for all but one of those who do so at once. */
  take(folder: StorageFolder, name: string, limit: number): Promise<Uint8Array | undefined>;
  /** This process. */
  readonly owner: Owner;
  /** True where that process has certainly ended; false where nobody can tell. */
  isGone(owner: Owner): Promise<boolean>;
}

/** A process, so that another with the same number is not taken for it. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** When it started, as the system tells it (with the boot, since both numbers begin anew); empty where it does not. */
  readonly started: string;
}

export interface Processes {
  /**
   * Runs a program by its absolute path, without a shell, in the home directory.
   * Rejects when it cannot start, runs over the time or the output limit, or is cancelled.
   */
  run(program: string, options: RunOptions, signal: AbortSignal): Promise<RunResult>;
}

export interface RunOptions {
  readonly args: readonly string[];
  readonly stdin: string;
  readonly timeoutMilliseconds: number;
  readonly outputLimit: number;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Machine {
  /** What the person calls the machine the engine runs on, e.g. `this computer` or `dev container`. */
  readonly name: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly homeDirectory: string;
  /** Absolute paths of the open workspace folders: credentials and helpers are never taken from there (S8, S25). */
  readonly workspaceFolders: () => readonly string[];
}

/** What the person allowed by name, beyond the safe defaults. Never answered by a workspace (S10). */
export interface Permissions {
  /** True where `insecureRegistries` lists this registry (host[:port]): plain http and credentials over it. */
  plainHttp(registry: string): boolean;
  /** True where the person said yes to sending this registry's credential to that token host (S29). */
  tokenRealm(registry: string, realmHost: string): boolean;
  /** SHA-256 (hex) of the one certificate that the person trusts at this host[:port]; undefined where there is none. */
  pinnedCertificate(host: string): string | undefined;
  /** The files that the person's own settings name for this host[:port]. Throws `bad-setting`. */
  certificateFiles(host: string): CertificateFiles | undefined;
}

/** Absolute paths of PEM files. */
export interface CertificateFiles {
  /** Certificate authorities to trust there. */
  readonly authorities: string | undefined;
  readonly clientCertificate: string | undefined;
  readonly clientKey: string | undefined;
}

/** What the person signed in to by hand, and the accounts of VS Code. Nothing here puts a question to the person. */
export interface Logins {
  /** What is kept, without the secrets. Asks no keychain. */
  kept(): Promise<readonly KeptLogin[]>;
  /**
   * The secret of one of them; undefined where it is gone. A locked keychain may ask for its own password, so that this
   * is never called in the background. Throws `keychain-failed`, `cancelled`.
   */
  read(login: KeptLogin, signal: AbortSignal): Promise<LoginSecret | undefined>;
  /**
   * The session that VS Code has with these scopes; undefined where there is none that this extension may use, or where
   * the person turned it off for this registry (host[:port]). Throws `cancelled`.
   */
  session(
    registry: string,
    provider: AccountProvider,
    scopes: readonly string[],
    signal: AbortSignal,
  ): Promise<AccountSession | undefined>;
}
