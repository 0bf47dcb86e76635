// The certificate that a host shows, for a person to look at: a TLS handshake and nothing more. No request is sent, and
// no client certificate is shown.
import type { X509Certificate } from 'node:crypto';
import type { SeenCertificate } from '../certificateProblems.ts';
import { startDeadline, usualTimeouts } from './deadline.ts';
import { nameFailure } from './failures.ts';
import type { HttpContext } from './http.ts';
import { connectSecurely, contextOf, fingerprintOf } from './secureConnection.ts';

const longestChain = 8;

/** `host` is host[:port]. Throws `unreachable`, `timed-out`, `proxy-failed`, `cancelled`. */
export async function readCertificate(
  http: HttpContext,
  host: string,
  signal: AbortSignal,
): Promise<SeenCertificate> {
  const { clock, network, log } = http.world;
  const url = new URL(`https://${host}`);
  const deadline = startDeadline(clock, usualTimeouts, host, signal);
  const nobody = { pinned: '', authorities: [], client: undefined };
  try {
    const context = contextOf(nobody, () => []);
    const target = { url, check: 'look', context, network: network() } as const;
    const socket = await connectSecurely(target, deadline.signal);
    const leaf = socket.getPeerX509Certificate();
    socket.destroy();
    log.debug(`TLS ${host} read its certificate`);
    if (leaf === undefined) throw Object.assign(new Error('no certificate'), { code: 'EPROTO' });
    return describe(host, leaf);
  } catch (error) {
    const timedOut: unknown = deadline.signal.reason;
    throw nameFailure(timedOut ?? error, host, 'this look', signal);
  } finally {
    deadline.stop();
  }
}

function describe(host: string, leaf: X509Certificate): SeenCertificate {
  const chain: string[] = [];
  for (let next = leaf.issuerCertificate; next !== undefined; next = next.issuerCertificate) {
    // A self-signed one names itself as its issuer, without end.
    if (chain.length === longestChain || next.fingerprint256 === leaf.fingerprint256) break;
    chain.push(oneLine(next.subject));
    if (next.issuerCertificate?.fingerprint256 === next.fingerprint256) break;
  }
  return {
    host,
    fingerprint: fingerprintOf(leaf.raw),
    subject: oneLine(leaf.subject),
    issuer: oneLine(leaf.issuer),
    names: (leaf.subjectAltName ?? '').split(', ').filter((name) => name !== ''),
    validFrom: Date.parse(leaf.validFrom),
    validTo: Date.parse(leaf.validTo),
    selfSigned: leaf.subject === leaf.issuer && leaf.verify(leaf.publicKey),
    chain,
  };
}

/** `CN=reg.lan\nO=Acme` as people write it. */
function oneLine(name: string): string {
  return name.split('\n').reverse().join(', ');
}
