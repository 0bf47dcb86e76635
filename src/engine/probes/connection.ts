// Who answers: how the registry was reached, what product it is (by its host, else by what it says of itself), how far its
// clock is from ours, and what is left of a limit. What is recognised changes words only, never who gets a credential (S24).
import { parseChallenges } from '../registry/challenge.ts';
import { firstAnswer } from '../registry/firstAnswer.ts';
import { isHtml } from '../registry/answer.ts';
import { isEngineError } from '../errors.ts';
import { failureOf } from '../places/failure.ts';
import { productAt } from '../products/products.ts';
import { recogniseProduct, type Recognised } from '../products/recognise.ts';
import type { Finding } from '../registryCheck.ts';
import { cannotTell, notTried, type Prober } from './prober.ts';

export interface Reached {
  /** reached, clock */
  readonly findings: readonly Finding[];
  readonly isReached: boolean;
  /** The answer to nobody's GET /v2/. */
  readonly first: Pick<Response, 'status' | 'headers'> | undefined;
}

/** A difference of more seconds makes tokens look run out, or not yet good. */
const clocksMayDiffer = 60;

/** GET /v2/ without a credential. Throws `cancelled`. */
export async function probeConnection({ session, repository, signal }: Prober): Promise<Reached> {
  try {
    const first = await firstAnswer(session, repository.registry, signal);
    const via = first.headers.get('via')?.slice(0, 200) ?? undefined;
    const scheme = first.url.protocol === 'http:' ? 'http' : 'https';
    if (isHtml(first.body, first.headers.get('content-type')) && first.status === 200) {
      const details = { registry: repository.registry, reason: 'web-page' } as const;
      const failure = { code: 'not-a-registry', details } as const;
      return unreached({ name: 'reached', answer: 'no', evidence: { kind: 'failed', failure } });
    }
    const evidence = { kind: 'connection', scheme, host: first.url.host, via } as const;
    const findings: readonly Finding[] = [
      { name: 'reached', answer: 'yes', evidence },
      clockFinding(first.headers.get('date'), session.world.clock.now()),
    ];
    return { findings, isReached: true, first };
  } catch (error) {
    if (signal.aborted || isEngineError(error, 'cancelled')) throw error;
    // That nobody answers is what was asked here.
    return unreached({
      name: 'reached',
      answer: 'no',
      evidence: { kind: 'failed', failure: failureOf(error) },
    });
  }
}

function unreached(finding: Finding): Reached {
  return { findings: [finding, ...notTried('stopped', 'clock')], isReached: false, first: undefined };
}

function clockFinding(date: string | null, now: number): Finding {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return cannotTell('clock', { kind: 'no-header', name: 'Date' });
  const ahead = Math.round((theirs - now) / 1000);
  const answer = Math.abs(ahead) <= clocksMayDiffer ? 'yes' : 'no';
  return { name: 'clock', answer, evidence: { kind: 'clock', ahead } };
}

/** The product behind these answers: its host decides; who is at a host of its own is known by what it says. */
export function recognised(prober: Prober, first: Reached['first']): Recognised | undefined {
  const replies = [...(first === undefined ? [] : [{ ...first, body: new Uint8Array() }]), ...prober.replies];
  const answers = replies.map(({ headers, body }) => ({
    header: (name: string) => headers.get(name) ?? '',
    challenges: parseChallenges(headers.get('www-authenticate') ?? ''),
    words: new TextDecoder().decode(body.subarray(0, 2000)),
  }));
  const told = recogniseProduct(answers);
  const product = productAt(prober.repository.registry);
  if (product === undefined) return told;
  return { product, version: told?.product.id === product.id ? told.version : undefined };
}

/** The product's finding. */
export function productFinding(prober: Prober, found: Recognised | undefined): Finding {
  if (found === undefined) {
    return cannotTell('product', { kind: 'not-tried', why: 'not-recognised' });
  }
  const by = productAt(prober.repository.registry) === undefined ? 'answers' : 'host';
  const { product, version } = found;
  const evidence = { kind: 'product', name: product.name, by, version: version?.slice(0, 60) } as const;
  return { name: 'product', answer: 'yes', evidence };
}

/**
 * What is left of a limit on reading, as any of the answers told (Docker Hub: `ratelimit-limit: 100;w=21600`,
 * https://docs.docker.com/docker-hub/usage/pulls/).
 */
export function rateLimitFinding({ replies }: Prober): Finding {
  const told = replies.findLast(({ headers }) => headers.has('ratelimit-remaining'));
  if (told !== undefined) {
    const limit = (told.headers.get('ratelimit-limit') ?? '').slice(0, 60);
    const remaining = (told.headers.get('ratelimit-remaining') ?? '').slice(0, 60);
    return { name: 'rate-limit', answer: 'yes', evidence: { kind: 'limit', limit, remaining } };
  }
  if (replies.length === 0) return cannotTell('rate-limit', { kind: 'not-tried', why: 'stopped' });
  return { name: 'rate-limit', answer: 'no', evidence: { kind: 'no-header', name: 'ratelimit-remaining' } };
}
