// The grammar of the parts of a reference: distribution's for path components and tags (reference/reference.go),
// for hosts what a URL keeps unchanged. Each problem is found at a position, so that a message can point at it.
import type { ReferenceProblem } from '../errors.ts';

/** The first offending character, counted from the start of the part, and what is wrong with it. */
export interface NameProblem {
  readonly position: number;
  readonly reason: ReferenceProblem;
}

const longestPath = 255;
const longestTag = 128;

/** What is wrong with a repository path, if anything. */
export function findPathProblem(path: string): NameProblem | undefined {
  let start = 0;
  for (const component of path.split('/')) {
    const problem = findComponentProblem(component);
    if (problem !== undefined) return { ...problem, position: start + problem.position };
    start += component.length + 1;
  }
  return path.length > longestPath ? { position: longestPath, reason: 'too-long' } : undefined;
}

// The longest beginning that is a component by itself. What follows it is the offender.
const componentStart = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*/;

function findComponentProblem(component: string): NameProblem | undefined {
  const position = componentStart.exec(component)?.[0].length ?? 0;
  const offender = component[position];
  if (offender === undefined) return component === '' ? { position, reason: 'component' } : undefined;
  // A separator that is doubled, leads or ends; looked through, because an offender of another kind may follow it.
  const rest = component.slice(position).replace(/^[._-]+/, '');
  const next = rest[0];
  if (/[A-Z]/.test(offender)) return { position, reason: 'upper-case' };
  if (!/[._-]/.test(offender)) return { position, reason: 'character' };
  if (next !== undefined && !/[a-z0-9]/.test(next)) {
    return {
      position: component.length - rest.length,
      reason: /[A-Z]/.test(next) ? 'upper-case' : 'character',
    };
  }
  return { position, reason: 'component' };
}

/** What is wrong with a tag, if anything. */
export function findTagProblem(tag: string): NameProblem | undefined {
  const length = /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*)?/.exec(tag)?.[0].length ?? 0;
  if (length > longestTag) return { position: longestTag, reason: 'too-long' };
  return tag === '' || length < tag.length ? { position: length, reason: 'tag' } : undefined;
}

/**
 * What is wrong with a registry host[:port], if anything: labels of letters, digits and inner hyphens, or an IPv6
 * address in brackets; a port from 1 to 65535 without leading zeros. A host that a URL would rewrite is refused:
 * `127.1` would be shown and trusted under one name and asked under another.
 */
export function findRegistryProblem(registry: string): NameProblem | undefined {
  const bracket = registry.startsWith('[') ? registry.indexOf(']') : -1;
  if (registry.startsWith('[') && !isIpv6(registry.slice(1, bracket < 0 ? undefined : bracket))) {
    return { position: 0, reason: 'registry' };
  }
  const hostEnd = bracket >= 0 ? bracket + 1 : indexOrEnd(registry, ':');
  const hostProblem = bracket >= 0 ? undefined : findHostProblem(registry.slice(0, hostEnd));
  if (hostProblem !== undefined) return { position: hostProblem, reason: 'registry' };
  if (hostEnd === registry.length) return undefined;
  if (registry[hostEnd] !== ':') return { position: hostEnd, reason: 'registry' };
  const port = registry.slice(hostEnd + 1);
  const digits = /^[0-9]*/.exec(port)?.[0].length ?? 0;
  if (digits < port.length) return { position: hostEnd + 1 + digits, reason: 'registry' };
  const isPort = /^[1-9][0-9]{0,4}$/.test(port) && Number(port) <= 65_535;
  return isPort ? undefined : { position: hostEnd + 1, reason: 'registry' };
}

/** The one form of a valid registry: lower case, an IPv6 address shortened as URLs do. */
export function canonicalRegistry(registry: string): string {
  const end = registry.indexOf(']') + 1;
  const address = registry.slice(0, end);
  return end === 0 ? registry.toLowerCase() : new URL(`http://${address}/`).hostname + registry.slice(end);
}

function findHostProblem(host: string): number | undefined {
  const start = /^[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*/i.exec(host)?.[0].length ?? 0;
  if (start < host.length || host === '') return start;
  if (host.length > 253) return 253;
  const labels = host.split('.');
  const tooLong = labels.findIndex((label) => label.length > 63);
  if (tooLong >= 0) return labels.slice(0, tooLong).join('.').length + (tooLong === 0 ? 0 : 1);
  // A last label that is a number makes a URL read the host as an IPv4 address, in forms such as 0x7f.1 too.
  const last = labels.at(-1) ?? '';
  const isNumeric = /^(?:[0-9]+|0x[0-9a-f]*)$/i.test(last);
  return isNumeric && !isIpv4(labels) ? 0 : undefined;
}

function isIpv4(labels: readonly string[]): boolean {
  return (
    labels.length === 4 && labels.every((label) => /^(?:0|[1-9][0-9]{0,2})$/.test(label) && +label <= 255)
  );
}

// Without a zone and without an IPv4 address inside, as distribution has it.
function isIpv6(address: string): boolean {
  return /^[0-9a-f:]{2,39}$/i.test(address) && URL.canParse(`http://[${address}]/`);
}

function indexOrEnd(text: string, part: string): number {
  const index = text.indexOf(part);
  return index < 0 ? text.length : index;
}
