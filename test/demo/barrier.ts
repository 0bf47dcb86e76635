// The rate limit of the demo registry: so many requests are answered, the next ones with 429.
import { type Answer, type RecordedRequest, refusal } from './answers.ts';
import type { RegistryOptions } from './options.ts';

/** Counts the requests it is shown; gives the refusal of those above the limit. */
export function newBarrier({
  rateLimit,
  words,
}: RegistryOptions): (request: RecordedRequest) => Answer | undefined {
  let counted = 0;
  return (request) => {
    if (rateLimit === undefined || rateLimit.counts?.(request) === false) return undefined;
    counted += 1;
    if (counted <= rateLimit.requests) return undefined;
    const seconds = String(rateLimit.retryAfterSeconds ?? 1);
    const said = words?.limit;
    if (said !== undefined) return { ...said, headers: { ...said.headers, 'retry-after': seconds } };
    return refusal(429, 'TOOMANYREQUESTS', 'too many requests', null, { 'retry-after': seconds });
  };
}
