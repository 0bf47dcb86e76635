// The certificates that the person trusts by their fingerprint, one per host[:port]: on this machine only, never
// synchronised, never from a workspace (S10, S28).
import type * as vscode from 'vscode';

export interface TrustedCertificate {
  /** host[:port] */
  readonly host: string;
  /** SHA-256, hex. */
  readonly fingerprint: string;
  /** What it said of itself when it was trusted. */
  readonly subject: string;
  /** When it was trusted; milliseconds since 1970. */
  readonly since: number;
}

// One entry for each host, so that two windows do not overwrite each other's.
const prefix = 'countersign.certificate ';

/** All of them, by host. */
export function trustedCertificates(state: vscode.Memento): readonly TrustedCertificate[] {
  const kept = state.keys().filter((key) => key.startsWith(prefix));
  const found = kept.map((key) => trustedCertificateOf(state, key.slice(prefix.length)));
  return found.filter((one) => one !== undefined).sort((one, other) => (one.host < other.host ? -1 : 1));
}

/** The one of this host; undefined where none is trusted by itself there. */
export function trustedCertificateOf(state: vscode.Memento, host: string): TrustedCertificate | undefined {
  const kept: unknown = state.get(prefix + host.toLowerCase());
  return isTrusted(kept) ? kept : undefined;
}

/** Trusts it from now on, in place of another. */
export async function trustCertificate(state: vscode.Memento, one: TrustedCertificate): Promise<void> {
  await state.update(prefix + one.host.toLowerCase(), one);
}

export async function forgetCertificate(state: vscode.Memento, host: string): Promise<void> {
  await state.update(prefix + host.toLowerCase(), undefined);
}

function isTrusted(value: unknown): value is TrustedCertificate {
  const one = value as Partial<Record<keyof TrustedCertificate, unknown>> | null | undefined;
  const isWhole =
    typeof one?.host === 'string' && typeof one.subject === 'string' && Number.isSafeInteger(one.since);
  return isWhole && /^[0-9a-f]{64}$/.test(String(one.fingerprint));
}
