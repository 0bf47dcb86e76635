// When the same request may be sent again, and when: as go-containerregistry waits (1 s, 3 s), and as the server asks.
import { isEngineError } from '../errors.ts';
import type { World } from '../world.ts';

/** 499 is nginx's, 522 Cloudflare's; the rest is RFC 9110. */
const passing = new Set([408, 429, 499, 500, 502, 503, 504, 522]);

const waits: readonly number[] = [1000, 3000];

/** A server that asks for more is not waited for: the person is told instead. */
const longestWait = 20_000;

/** True for a status that may be gone when asked again. */
export function isPassing(status: number): boolean {
  return passing.has(status);
}

/** True for a failure that may be gone when asked again: a connection that was reset. */
export function isPassingFailure(error: unknown): boolean {
  return isEngineError(error, 'unreachable') && error.details.reason === 'reset';
}

/**
 * Milliseconds to wait before the next try; undefined when there is none.
 * `tries` made so far; `retryAfter` the header of the answer, if there was one.
 */
export function waitBefore(world: World, tries: number, retryAfter: string | null): number | undefined {
  const usual = waits[tries - 1];
  if (usual === undefined) return undefined;
  const asked = retryAfterMilliseconds(retryAfter, world.clock.now());
  if (asked !== undefined) return asked > longestWait ? undefined : Math.max(asked, 100);
  const jitter = 0.9 + ((world.random(1)[0] ?? 0) / 255) * 0.2;
  return usual * jitter;
}

/** Retry-After in milliseconds from now: seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfterMilliseconds(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
