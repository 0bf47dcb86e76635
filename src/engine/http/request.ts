// A request as the other rooms ask for it: sent, redirected where that is safe, and tried again where that is.
import { EngineError } from '../errors.ts';
import type { Operation } from '../problems.ts';
import type { HttpContext } from './http.ts';
import { usualTimeouts } from './deadline.ts';
import type { Timeouts } from './deadline.ts';
import { exchange } from './exchange.ts';
import type { HttpResponse, StreamBody } from './exchange.ts';
import { nameFailure } from './failures.ts';
import { assertMayFollow, isRedirect, locate, redirectLimit, sameHost } from './redirects.ts';
import type { RedirectPolicy } from './redirects.ts';
import { isPassing, isPassingFailure, waitBefore } from './retry.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Instead of `body`. Sent once: no redirect is followed with it and nothing repeats it. */
  readonly stream?: StreamBody;
  /** The body of a 2xx is handed over unread. */
  readonly opens?: boolean;
  readonly timeouts?: Timeouts;
  /** Bytes after decoding. */
  readonly bodyLimit: number;
  /**
   * `safe`: sent again after a reset or a passing status. A PUT never is, whatever stands here: repeated later
   * it would write a stale list of signatures over a newer one.
   */
  readonly retry: 'safe' | 'never';
  readonly redirects: RedirectPolicy;
  /** `raw` gives the bytes as they came, for a blob that fetch decoded against our wish. */
  readonly transport?: 'fetch' | 'raw';
  /** The host[:port] whose own client certificate may be shown to it, for it is asked in its own name; else none is (S29). */
  readonly certificateFor?: string;
  /** What is being done, in plain words, for the error. */
  readonly what: Operation;
}

/**
 * Sends a request and reads the whole answer. Every HTTP status is an answer, also a redirect that the policy
 * does not follow. Authorization never reaches another host[:port] than the one it was given for.
 * Throws `unreachable`, `timed-out`, `too-large`, `bad-redirect`, `cancelled`.
 */
export async function request(
  http: HttpContext,
  asked: HttpRequest,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const mayRepeat =
    asked.retry === 'safe' && !['PUT', 'PATCH'].includes(asked.method) && asked.stream === undefined;
  for (let tries = 1; ; tries += 1) {
    const attempt = await tryOnce(http, asked, signal);
    const wait = mayRepeat && attempt.passing ? waitBefore(http.world, tries, attempt.retryAfter) : undefined;
    if (wait === undefined) return attempt.settle();
    await pause(http, asked, wait, signal);
  }
}

interface Attempt {
  /** True where asking again may help. */
  readonly passing: boolean;
  readonly retryAfter: string | null;
  /** The answer, or throws the failure. */
  settle(): HttpResponse;
}

async function tryOnce(http: HttpContext, asked: HttpRequest, signal: AbortSignal): Promise<Attempt> {
  try {
    const answer = await sendFollowing(http, asked, signal);
    return {
      passing: isPassing(answer.status),
      retryAfter: answer.headers.get('retry-after'),
      settle: () => answer,
    };
  } catch (error) {
    return {
      passing: isPassingFailure(error),
      retryAfter: null,
      settle: () => {
        throw error;
      },
    };
  }
}

async function pause(
  http: HttpContext,
  asked: HttpRequest,
  wait: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await http.world.clock.sleep(wait, signal);
  } catch (error) {
    throw nameFailure(error, asked.url.host, asked.what, signal);
  }
}

async function sendFollowing(
  http: HttpContext,
  asked: HttpRequest,
  signal: AbortSignal,
): Promise<HttpResponse> {
  let url = asked.url;
  let left = false;
  const seen = new Set<string>([url.href]);
  for (;;) {
    const answer = await exchange(
      http,
      {
        method: asked.method,
        url,
        headers: headersFor(asked, left),
        body: asked.body,
        stream: asked.stream,
        opens: asked.opens ?? false,
        timeouts: asked.timeouts ?? usualTimeouts,
        bodyLimit: asked.bodyLimit,
        transport: asked.transport ?? 'fetch',
        showsCertificate: !left && url.host === asked.certificateFor,
        what: asked.what,
      },
      signal,
    );
    const location = answer.headers.get('location');
    if (location === null || !isRedirect(asked.method, answer.status)) return answer;
    if (asked.stream !== undefined) return answer;
    const next = locate(url, location);
    if (asked.redirects === 'same-host' && !sameHost(asked.url, next)) return answer;
    await assertMayFollow(http, asked.url, url, next);
    if (seen.size > redirectLimit || seen.has(next.href)) {
      throw new EngineError('bad-redirect', { host: url.host, target: next.host, reason: 'loop' });
    }
    seen.add(next.href);
    left ||= !sameHost(asked.url, next);
    url = next;
  }
}

/** `left`: some hop went to another host; from there on nothing is signed in, not even back home. */
function headersFor(asked: HttpRequest, left: boolean): Record<string, string> {
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'countersign' };
  for (const [name, value] of Object.entries(asked.headers)) {
    if (left && name.toLowerCase() === 'authorization') continue;
    headers[name.toLowerCase()] = value;
  }
  if (asked.stream !== undefined) headers['content-length'] = String(asked.stream.size);
  return headers;
}
