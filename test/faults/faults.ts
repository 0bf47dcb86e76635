// The faults by the names that the tables use, and how the proxy makes each. "Once" is gone when asked again; all others
// stay for as long as the request they are meant for is repeated.
import type { Fault } from '../support/faults.ts';

export const faultNames = [
  'refused',
  'reset before',
  'reset before, once',
  'reset in the middle',
  'reset in the middle, once',
  'reset after',
  'reset after, once',
  'truncated',
  'truncated, once',
  '401',
  '403',
  '404',
  '429',
  '429, once',
  '500',
  '500, once',
  'altered, once',
  'endless',
  'slow',
  'silent',
  'web page',
  'cancelled',
] as const;

export type FaultName = (typeof faultNames)[number];

/** Each name's fault; `refused` and `cancelled` are no faults of an answer and are made at the client. */
const faults: Readonly<Record<string, Fault>> = {
  'reset before': { kind: 'reset', when: 'before' },
  'reset in the middle': { kind: 'reset', when: 'middle' },
  'reset after': { kind: 'reset', when: 'after' },
  truncated: { kind: 'truncated' },
  '401': refusal(401, 'UNAUTHORIZED'),
  '403': refusal(403, 'DENIED'),
  '404': refusal(404, 'NOT_FOUND'),
  '429': refusal(429, 'TOOMANYREQUESTS'),
  '500': refusal(500, 'UNKNOWN'),
  altered: { kind: 'wrong-digest', alter: alterSomewhere },
  endless: { kind: 'endless' },
  // Each byte far apart for the engine's clock, which the stage turns on while an answer is under way.
  slow: { kind: 'slow-drip', everyMilliseconds: 50 },
  silent: { kind: 'silent' },
  'web page': { kind: 'html' },
};

/** The proxy's fault, and whether it strikes only once. Undefined for `refused` and `cancelled`. */
export function proxyFault(name: FaultName): { readonly fault: Fault; readonly once: boolean } | undefined {
  const once = name.endsWith(', once');
  const fault = faults[name.replace(', once', '')];
  return fault && { fault, once };
}

function refusal(status: number, code: string): Fault {
  const body = JSON.stringify({ errors: [{ code, message: `the test says ${String(status)}` }] });
  return { kind: 'status', status, headers: { 'content-type': 'application/json' }, body };
}

/**
 * One character where only a digest or a signature tells: inside the first signature of a `.sig` image, inside a token,
 * in the media type of a list, else the last digit.
 */
function alterSomewhere(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body).toString('latin1');
  const spots = [/cosign\/signature":"[^"]{40}/, /token":"[^"]{10}/g, /index\.v/];
  for (const spot of spots) {
    if (text.search(spot) >= 0) return Buffer.from(text.replace(spot, alterNext), 'latin1');
  }
  const digit = text.search(/[0-9](?=[^0-9]*$)/);
  return Buffer.from(text.slice(0, digit) + otherDigit(text[digit]) + text.slice(digit + 1), 'latin1');
}

/** Leaves what it is given and alters its last character. */
function alterNext(found: string): string {
  const last = found.at(-1) ?? '';
  return found.slice(0, -1) + (last === 'A' ? 'B' : 'A');
}

function otherDigit(digit: string | undefined): string {
  return digit === '0' ? '1' : '0';
}
