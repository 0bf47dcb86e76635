// References: what a person types to name an image. Names and tags are distribution's grammar, which part is a registry
// goes by go-containerregistry 0.21, digests are SHA-256 only. One canonical form comes out, for URLs and comparisons.
import { EngineError } from '../errors.ts';
import type { ReferenceProblem } from '../errors.ts';
import { isDigest } from './digest.ts';
import type { Digest } from './digest.ts';
import { dockerHub, dockerHubShort, isDockerHub } from './dockerHub.ts';
import { canonicalRegistry, findPathProblem, findRegistryProblem, findTagProblem } from './names.ts';
import type { NameProblem } from './names.ts';

/** A repository in one registry. Text: `registry/path`, e.g. `index.docker.io/library/nginx`. */
export interface Repository {
  /** host[:port], lower case; Docker Hub is `index.docker.io` unless `registry-1.docker.io` was typed. */
  readonly registry: string;
  /** Components joined by `/`, each of distribution's grammar. */
  readonly path: string;
}

export interface Reference {
  readonly repository: Repository;
  /** `latest` where neither tag nor digest was typed; undefined where only a digest was. The digest wins. */
  readonly tag: string | undefined;
  readonly digest: Digest | undefined;
  /** True where neither tag nor digest was typed and `latest` is meant. */
  readonly impliedTag: boolean;
  /** What was typed, trimmed. */
  readonly typed: string;
}

/**
 * Reads `[registry/]path[:tag][@sha256:…]`. White space around it is dropped.
 * Throws `bad-reference` with the 0-based position of the first offending character in the trimmed text.
 */
export function parseReference(text: string): Reference {
  const typed = text.trim();
  const { name, tag, digest } = split(typed);
  const repository = readName(typed, name);
  if (tag !== undefined) check(typed, name.length + 1, findTagProblem(tag));
  if (digest !== undefined) check(typed, typed.length - digest.length, findDigestProblem(digest));
  const impliedTag = tag === undefined && digest === undefined;
  return {
    repository,
    tag: impliedTag ? 'latest' : tag,
    digest: digest as Digest | undefined,
    impliedTag,
    typed,
  };
}

/**
 * Reads `[registry/]path`. White space around it is dropped. Throws `bad-reference`; for a tag or a digest behind the
 * name with the reason `tag` or `digest` and the position of its `:` or `@`.
 */
export function parseRepository(text: string): Repository {
  const typed = text.trim();
  const { name, tag, digest } = split(typed);
  if (tag !== undefined) refuse(typed, name.length, 'tag');
  if (digest !== undefined) refuse(typed, name.length, 'digest');
  return readName(typed, name);
}

/** `registry/path`: what cosign writes as docker-reference, and what stands in messages. */
export function formatRepository(repository: Repository): string {
  return `${repository.registry}/${repository.path}`;
}

/** `registry/path[:tag][@digest]`, in full; an implied tag is written out. */
export function formatReference(reference: Reference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${formatRepository(reference.repository)}${tag}${digest}`;
}

/** Throws `bad-reference` where the reference names another digest. */
export function assertSameDigest({ typed, digest: named }: Reference, digest: Digest): void {
  if (named === undefined || named === digest) return;
  const position = typed.length - named.length;
  throw new EngineError('bad-reference', { text: typed, position, reason: 'other-digest', meant: digest });
}

/** The name that patterns and comparisons use: Docker Hub's three hosts are one (S5). Ports and case count. */
export function canonicalName(repository: Repository): string {
  const registry = isDockerHub(repository.registry) ? dockerHub : repository.registry;
  return `${registry}/${repository.path}`;
}

/**
 * True for a repository path (without the registry) of distribution's grammar. Every name that a catalog, a tag list
 * or a Link header brings goes through here before it gets into a URL (S4).
 */
export function isValidPath(path: string): boolean {
  return findPathProblem(path) === undefined;
}

/** True for a tag of distribution's grammar: `[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`. */
export function isValidTag(tag: string): boolean {
  return findTagProblem(tag) === undefined;
}

interface Parts {
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

// A colon is a tag's only behind the last slash: before it, it is a port's.
function split(typed: string): Parts {
  if (typed === '') refuse(typed, 0, 'empty');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) refuse(typed, 0, 'scheme');
  const at = typed.indexOf('@');
  const named = at < 0 ? typed : typed.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const hasTag = colon >= 0 && !named.startsWith('[', named.lastIndexOf('/') + 1);
  return {
    name: hasTag ? named.slice(0, colon) : named,
    tag: hasTag ? named.slice(colon + 1) : undefined,
    digest: at < 0 ? undefined : typed.slice(at + 1),
  };
}

function readName(typed: string, name: string): Repository {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const hasRegistry = slash >= 0 && (/[.:]/.test(first) || first === 'localhost');
  if (!hasRegistry) {
    check(typed, 0, findPathProblem(name));
    return { registry: dockerHub, path: readHubPath(typed, name) };
  }
  // `.` and `..` in front are no registries, whatever the rule above says of a dot.
  if (/^\.+$/.test(first)) refuse(typed, 0, 'component');
  check(typed, 0, findRegistryProblem(first));
  const registry = canonicalRegistry(first);
  const path = name.slice(slash + 1);
  check(typed, slash + 1, findPathProblem(path));
  if (registry === dockerHubShort) return { registry: dockerHub, path: readHubPath(typed, path) };
  // go-containerregistry adds library/ for index.docker.io and docker.io only.
  return { registry, path: registry === dockerHub ? readHubPath(typed, path) : path };
}

function readHubPath(typed: string, path: string): string {
  const full = path.includes('/') ? path : `library/${path}`;
  if (findPathProblem(full) !== undefined) refuse(typed, typed.length, 'too-long');
  return full;
}

function findDigestProblem(digest: string): NameProblem | undefined {
  if (isDigest(digest)) return undefined;
  const algorithm = /^([A-Za-z][A-Za-z0-9+._-]*):[0-9A-Fa-f]{32,}$/.exec(digest)?.[1];
  if (algorithm !== undefined && algorithm !== 'sha256') return { position: 0, reason: 'digest-algorithm' };
  const good = /^(?:sha256:[0-9a-f]{0,64})?/.exec(digest)?.[0].length ?? 0;
  return { position: good, reason: 'digest' };
}

function check(typed: string, start: number, problem: NameProblem | undefined): void {
  if (problem !== undefined) refuse(typed, start + problem.position, problem.reason);
}

function refuse(text: string, position: number, reason: ReferenceProblem): never {
  throw new EngineError('bad-reference', { text, position, reason });
}
