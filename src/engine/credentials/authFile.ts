// Credential files of Docker and Podman (docker/cli: config file; containers-auth.json.5): which entry is meant for a
// repository, and what stands in it. What a file holds never shows in an error.
import { EngineError } from '../errors.ts';
import { dockerHub, isDockerHub, isSameRegistry } from '../oci/dockerHub.ts';
import type { Repository } from '../oci/reference.ts';
import type { CredentialFileProblem } from '../problems.ts';
import type { World } from '../world.ts';
import { withTilde } from './places.ts';

export interface AuthFile {
  /** For showing: the path with the home as `~`, or the variable's name. */
  readonly name: string;
  readonly auths: ReadonlyMap<string, AuthEntry>;
  readonly credHelpers: ReadonlyMap<string, string>;
  readonly credsStore: string | undefined;
}

/** An entry's fields as they stand; an empty one only says that somebody signed in with a helper. */
export interface AuthEntry {
  readonly auth: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly identitytoken: string | undefined;
  readonly registrytoken: string | undefined;
}

const fileLimit = 1024 * 1024;

/**
 * Reads a file; undefined where there is none. Throws `bad-credential-file` and `file-not-readable`.
 * `legacy`: ~/.dockercfg, where the entries stand at the top.
 */
export async function readAuthFile(
  world: World,
  path: string,
  legacy = false,
): Promise<AuthFile | undefined> {
  const bytes = await world.files.read(path, fileLimit);
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  return parseAuthFile(legacy ? `{"auths":${text}}` : text, withTilde(world, path));
}

/** Reads the text of a credential file. Throws `bad-credential-file`. */
export function parseAuthFile(text: string, name: string): AuthFile {
  // An empty file is what `touch` leaves; Docker takes it for none.
  const value = text.trim() === '' ? {} : parseJson(text, name);
  const auths = new Map<string, AuthEntry>();
  for (const [key, entry] of entriesOf(value['auths'], name, 'auths')) auths.set(key, readEntry(entry, name));
  const credHelpers = new Map<string, string>();
  for (const [key, helper] of entriesOf(value['credHelpers'], name, 'credHelpers')) {
    if (typeof helper !== 'string') throw bad(name, { code: 'helper-not-text' });
    credHelpers.set(key, helper);
  }
  return { name, auths, credHelpers, credsStore: textField(value, 'credsStore', name) };
}

/**
 * The entry meant for a repository: the longest namespace that holds it (Podman), then its host, as the key Docker
 * writes or in any older form (`https://HOST/v1/`). Docker Hub's three names are one.
 */
export function lookUp<T>(entries: ReadonlyMap<string, T>, repository: Repository): T | undefined {
  let best: { readonly rank: number; readonly entry: T } | undefined;
  for (const [key, entry] of entries) {
    const { host, namespace, exact } = readKey(key);
    if (!isSameRegistry(host, repository.registry)) continue;
    if (namespace !== '' && !`${repository.path}/`.startsWith(`${namespace}/`)) continue;
    const rank = 2 * namespace.length + (exact ? 1 : 0);
    if (best === undefined || rank > best.rank) best = { rank, entry };
  }
  return best?.entry;
}

/** The registries that a file's keys are about, canonical, with Docker Hub as `index.docker.io`. */
export function registriesIn(file: AuthFile): readonly string[] {
  const hosts = [...file.auths.keys(), ...file.credHelpers.keys()].map((key) => readKey(key).host);
  return hosts.filter((host) => host !== '').map((host) => (isDockerHub(host) ? dockerHub : host));
}

/** `exact`: as today's tools write it. A path behind a scheme means nothing (docker's ConvertToHostname). */
function readKey(key: string): { host: string; namespace: string; exact: boolean } {
  const match = /^(https?:\/\/)?([^/]*)\/?(.*)$/i.exec(key.trim());
  const host = (match?.[2] ?? '').toLowerCase();
  const scheme = match?.[1] !== undefined;
  const path = (match?.[3] ?? '').replace(/\/+$/, '');
  const namespace = scheme || /^v[12]$/.test(path) ? '' : path;
  return { host, namespace, exact: key === host || key === 'https://index.docker.io/v1/' };
}

function readEntry(value: unknown, name: string): AuthEntry {
  const fields = value === null ? {} : objectOf(value);
  if (fields === undefined) throw bad(name, { code: 'entry-not-an-object' });
  return {
    auth: textField(fields, 'auth', name),
    username: textField(fields, 'username', name),
    password: textField(fields, 'password', name),
    identitytoken: textField(fields, 'identitytoken', name),
    registrytoken: textField(fields, 'registrytoken', name),
  };
}

function textField(fields: Record<string, unknown>, field: string, name: string): string | undefined {
  const value = fields[field];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw bad(name, { code: 'field-not-text', field });
  return value;
}

function entriesOf(value: unknown, name: string, field: string): [string, unknown][] {
  if (value === undefined || value === null) return [];
  const object = objectOf(value);
  if (object === undefined) throw bad(name, { code: 'field-not-an-object', field });
  return Object.entries(object);
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value);
  return plain ? (value as Record<string, unknown>) : undefined;
}

// JSON.parse quotes the text around the mistake: its message stays here.
function parseJson(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw bad(name, { code: 'not-json' });
  }
  const object = objectOf(value);
  if (object === undefined) throw bad(name, { code: 'not-an-object' });
  return object;
}

function bad(path: string, reason: CredentialFileProblem): EngineError {
  return new EngineError('bad-credential-file', { path, reason });
}
