// Which hosts are this machine, and which addresses are private (RFC 1918, 2544, 3879, 3927, 4193, 4291, 6598, 6890, 8215),
// also where an IPv4 address stands in an IPv6 one (RFC 3056, 4291, 6052).
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { HttpContext } from './http.ts';

const loopbackAddresses = new BlockList();
loopbackAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
loopbackAddresses.addAddress('::1', 'ipv6');

const privateAddresses = new BlockList();
const privateSubnets: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
];
for (const [network, prefix] of privateSubnets) privateAddresses.addSubnet(network, prefix, 'ipv4');
privateAddresses.addSubnet('::', 127, 'ipv6');
privateAddresses.addSubnet('fc00::', 7, 'ipv6');
privateAddresses.addSubnet('fe80::', 10, 'ipv6');
privateAddresses.addSubnet('fec0::', 10, 'ipv6');
privateAddresses.addSubnet('64:ff9b:1::', 48, 'ipv6');

/** A host name as URL.hostname gives it, without brackets and final dot. */
function bare(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

function listed(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address, 'ipv4');
  return isIPv6(address) && list.check(address, 'ipv6');
}

/** True for `localhost`, `*.localhost`, 127.0.0.0/8 and ::1: nobody else can answer there. */
export function isLoopbackHost(hostname: string): boolean {
  const name = bare(hostname);
  return name === 'localhost' || name.endsWith('.localhost') || listed(loopbackAddresses, name);
}

/** True for an address (not a name) that is private, link-local, shared or loopback. */
function isPrivateAddress(address: string): boolean {
  const name = bare(address);
  const inside = isIPv6(name) ? embeddedAddress(name) : undefined;
  return listed(privateAddresses, name) || (inside !== undefined && listed(privateAddresses, inside));
}

/** The IPv4 address that a gateway would reach by this IPv6 one: NAT64, 6to4, and the compatible and translated forms. */
function embeddedAddress(address: string): string | undefined {
  const groups = groupsOf(address);
  const [first = 0, second = 0, third = 0] = groups;
  const is = (...start: readonly number[]): boolean => start.every((group, index) => groups[index] === group);
  const isLast = is(0x64, 0xff9b, 0, 0, 0, 0) || is(0, 0, 0, 0, 0, 0) || is(0, 0, 0, 0, 0xffff, 0);
  if (isLast) return dotted(groups[6] ?? 0, groups[7] ?? 0);
  return first === 0x2002 ? dotted(second, third) : undefined;
}

/** The eight groups of an IPv6 address. The URL parser writes each form alike. */
function groupsOf(address: string): readonly number[] {
  const [text = ''] = address.split('%');
  const [head = '', tail] = bare(new URL(`http://[${text}]`).hostname).split('::');
  const read = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const [before, after] = [read(head), read(tail ?? '')];
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/**
 * True where the host is a private address, literally or by its name.
 * A name that does not resolve here is taken as public: the connection then fails or goes through a proxy.
 */
export async function isPrivateHost(http: HttpContext, hostname: string): Promise<boolean> {
  const name = bare(hostname);
  if (isLoopbackHost(name) || isPrivateAddress(name)) return true;
  if (isIPv4(name) || isIPv6(name)) return false;
  return (await resolveInTime(http, name)).some(isPrivateAddress);
}

/** Behind a proxy the machine's own resolver may answer nobody: that must not hold up what the proxy can reach. */
const patienceMilliseconds = 5000;

async function resolveInTime(http: HttpContext, name: string): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const stop = http.world.clock.timer(patienceMilliseconds, () => resolve([]));
    const end = (found: readonly string[]): void => {
      stop();
      resolve(found);
    };
    http.resolveName(name).then(end, () => end([]));
  });
}

/**
 * True where `target` may be asked on behalf of a request to `origin` (S29): the same host, a public one, or a
 * private one when the origin is private itself. Else a public server could make this machine ask its own network.
 */
export async function mayLeadTo(http: HttpContext, origin: URL, target: URL): Promise<boolean> {
  if (bare(origin.hostname) === bare(target.hostname)) return true;
  return !(await isPrivateHost(http, target.hostname)) || (await isPrivateHost(http, origin.hostname));
}
