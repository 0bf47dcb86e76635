// Patterns of image names in rules (security S5): the canonical name as a whole, `*` stops at `/`, `**` does not.
// No regular expression is made of them: matching takes time linear in the name, whatever the pattern says.
import { dockerHub, dockerHubNames } from '../oci/dockerHub.ts';
import { canonicalRegistry, findPathProblem, findRegistryProblem } from '../oci/names.ts';
import { canonicalName } from '../oci/reference.ts';
import type { Repository } from '../oci/reference.ts';
import type { PatternProblem } from '../problems.ts';

export interface Pattern {
  /** As written. */
  readonly text: string;
  readonly tokens: readonly Token[];
}

export interface BadPattern {
  readonly reason: PatternProblem;
  /** 0-based, in UTF-16 units. */
  readonly position: number;
}

/** One character of the name; `*`; `**`; or a mark that the next two tokens, `**` and `/`, may be left out. */
type Token =
  { readonly kind: 'one'; readonly character: string } | { readonly kind: 'part' | 'any' | 'may-skip-two' };

const longest = 512;

/**
 * Reads a pattern. Names are completed as in references: `nginx` and `docker.io/nginx` are
 * `index.docker.io/library/nginx`, `acme/*` is `index.docker.io/acme/*`. `**` alone is every image.
 * What could match nothing, or would be read in two ways, is a problem and not a guess.
 */
export function parsePattern(text: string): Pattern | BadPattern {
  const full = complete(text);
  if (typeof full !== 'string') return full;
  return { text, tokens: tokensOf(full) };
}

/** True where the repository's canonical name matches as a whole. All names of Docker Hub are one. */
export function matches(pattern: Pattern, repository: Repository): boolean {
  const name = canonicalName(repository);
  if (!name.startsWith(`${dockerHub}/`)) return run(pattern.tokens, name);
  const path = name.slice(dockerHub.length + 1);
  // `registry-1.docker.io/nginx` gets no `library/` when it is typed, and is the official image all the same.
  const full = path.includes('/') ? path : `library/${path}`;
  // A pattern such as `registry-*.docker.io/**` means Docker Hub too, by another of its names.
  return dockerHubNames.some((host) => run(pattern.tokens, `${host}/${full}`));
}

/** The pattern with its registry, or what is wrong with it. */
function complete(text: string): string | BadPattern {
  const wrong = badCharacter(text);
  if (wrong !== undefined) return wrong;
  const parts = text.split('/');
  const [first = ''] = parts;
  if (first === '**') return checkParts(text, parts, 0) ?? text;
  const registryNamed = looksLikeRegistry(first);
  if (parts.length === 1) {
    const tag = /:(?![0-9]*$)/.exec(first);
    if (tag !== null) return { reason: 'tag-or-digest', position: tag.index };
    if (registryNamed) return { reason: 'registry-alone', position: 0 };
    if (text === '*') return { reason: 'single-star', position: 0 };
  }
  if (!registryNamed) {
    if (first.includes('*') && parts.length > 1) {
      return { reason: 'no-registry', position: first.indexOf('*') };
    }
    return checkParts(text, parts, 0) ?? onHub(parts);
  }
  const wrongPart = checkRegistry(first) ?? checkParts(text, parts, 1);
  if (wrongPart !== undefined) return wrongPart;
  if (dockerHubNames.includes(first)) return onHub(parts.slice(1));
  return [first.includes('*') ? first : canonicalRegistry(first), ...parts.slice(1)].join('/');
}

function onHub(parts: readonly string[]): string {
  const [only = ''] = parts;
  const official = parts.length === 1 && !only.includes('**');
  return [dockerHub, ...(official ? ['library'] : []), ...parts].join('/');
}

function looksLikeRegistry(part: string): boolean {
  return part.includes('.') || part.includes(':') || part === 'localhost';
}

function badCharacter(text: string): BadPattern | undefined {
  if (text === '') return { reason: 'empty', position: 0 };
  if (text.length > longest) return { reason: 'too-long', position: longest };
  const upper = text.search(/[A-Z]/);
  if (upper >= 0) return { reason: 'upper-case', position: upper };
  const other = text.search(/[^a-z0-9._\-/:*[\]]/);
  if (other >= 0) return { reason: 'character', position: other };
  const stars = text.indexOf('***');
  return stars < 0 ? undefined : { reason: 'stars', position: stars };
}

function checkRegistry(part: string): BadPattern | undefined {
  if (!part.includes('*')) {
    const found = findRegistryProblem(part);
    return found && { reason: 'bad-registry', position: found.position };
  }
  if (/^[a-z0-9.*-]+(?::[0-9*]+)?$/.test(part) && !part.includes('..')) return undefined;
  return { reason: 'bad-registry', position: 0 };
}

/** Components of a path: those without a star have to be possible, or the rule would never match anything. */
function checkParts(text: string, parts: readonly string[], from: number): BadPattern | undefined {
  if (from === parts.length) return { reason: 'no-name', position: text.length };
  let start = 0;
  for (const [index, part] of parts.entries()) {
    const found = index < from ? undefined : checkPart(part);
    if (found !== undefined) return { ...found, position: start + found.position };
    start += part.length + 1;
  }
  return undefined;
}

function checkPart(part: string): BadPattern | undefined {
  if (part === '') return { reason: 'empty-component', position: 0 };
  const foreign = part.search(/[^a-z0-9._\-*]/);
  if (foreign >= 0) return { reason: 'tag-or-digest', position: foreign };
  if (part.includes('*')) return undefined;
  const found = findPathProblem(part);
  return found && { reason: 'bad-component', position: found.position };
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character !== '*') {
      tokens.push({ kind: 'one', character });
    } else if (text.charAt(at + 1) !== '*') {
      tokens.push({ kind: 'part' });
    } else {
      // `a/**` + `/b` is also `a/b`, as in every glob that people know.
      if (text.charAt(at - 1) === '/' && text.charAt(at + 2) === '/') tokens.push({ kind: 'may-skip-two' });
      tokens.push({ kind: 'any' });
      at += 1;
    }
  }
  return tokens;
}

/** All places in the pattern at once, one character of the name after the other: no way is walked twice. */
function run(tokens: readonly Token[], name: string): boolean {
  let places = new Set<number>();
  reach(tokens, 0, places);
  for (const character of name) {
    const next = new Set<number>();
    for (const place of places) {
      const token = tokens[place];
      if (token === undefined) continue;
      if (token.kind === 'one' && token.character === character) reach(tokens, place + 1, next);
      if (token.kind === 'any' || (token.kind === 'part' && character !== '/')) reach(tokens, place, next);
    }
    places = next;
  }
  return places.has(tokens.length);
}

/** Adds a place and every place that can be reached from it without a character. */
function reach(tokens: readonly Token[], place: number, places: Set<number>): void {
  if (places.has(place)) return;
  places.add(place);
  const kind = tokens[place]?.kind;
  if (kind === 'part' || kind === 'any' || kind === 'may-skip-two') reach(tokens, place + 1, places);
  if (kind === 'may-skip-two') reach(tokens, place + 3, places);
}
