// One question of Check Registry and its answer: what a failure, a refusal and a silence mean for a finding. A step that
// fails is "could not tell", never "no"; a registry that is gone is not asked again and again.
import type { FindingName } from '../findings.ts';
import { isEngineError, throwIfCancelled, type EngineError } from '../errors.ts';
import type { Repository } from '../oci/reference.ts';
import { failureOf } from '../places/failure.ts';
import { call, refusalOf, type RegistryCall, type RegistryReply } from '../registry/call.ts';
import type { RegistrySession } from '../registry/session.ts';
import type { Evidence, Finding, NotTried } from '../registryCheck.ts';
import type { Failure } from '../verdict.ts';

export interface Prober {
  readonly session: RegistrySession;
  readonly repository: Repository;
  readonly signal: AbortSignal;
  /** Every answer of the registry in their order, for what any of them may tell. */
  readonly replies: readonly RegistryReply[];
  /** Sends the question and gives whatever came of it. Throws `cancelled` only. */
  ask(question: Question): Promise<Asked>;
}

/** A call to the repository; what is left out is as in a small GET. */
export type Question = Pick<RegistryCall, 'path'> &
  Partial<Omit<RegistryCall, 'path'>> & {
    /** Refusals of rights, too, are an answer: a list that is not shown is none. */
    readonly forbiddenMeansNo?: boolean;
  };

export type Asked =
  | { readonly reply: RegistryReply; readonly refusal: EngineError; readonly meansNothing: boolean }
  | { readonly reply: undefined; readonly failure: Failure };

/** Asks this repository for as long as the registry answers. */
export function createProber(session: RegistrySession, repository: Repository, signal: AbortSignal): Prober {
  const replies: RegistryReply[] = [];
  let gone: Failure | undefined;
  return {
    session,
    repository,
    signal,
    replies,
    async ask(question) {
      throwIfCancelled(signal, 'this check');
      if (gone !== undefined) return { reply: undefined, failure: gone };
      const { forbiddenMeansNo = false, ...parts } = question;
      const asked: RegistryCall = { ...usual(repository, parts.method), ...parts };
      try {
        const reply = await call(session, asked, signal);
        replies.push(reply);
        const refusal = refusalOf(session, asked, reply);
        // It wants to be left alone.
        if (reply.status === 429) gone = failureOf(refusal);
        return { reply, refusal, meansNothing: meansNothing(reply.status, forbiddenMeansNo) };
      } catch (error) {
        if (signal.aborted || isEngineError(error, 'cancelled')) throw cancelledBy(error, signal);
        const failure = failureOf(error);
        if (failure.code === 'unreachable' || failure.code === 'timed-out') gone = failure;
        return { reply: undefined, failure };
      }
    },
  };
}

function usual(repository: Repository, method: RegistryCall['method'] = 'GET'): Omit<RegistryCall, 'path'> {
  const reads = method === 'GET' || method === 'HEAD';
  return {
    repository,
    operation: reads ? 'reading a manifest' : 'writing a manifest',
    method,
    access: reads ? 'pull' : 'pull,push',
    bodyLimit: 4 * 1024 * 1024,
    retry: reads ? 'safe' : 'never',
    redirects: 'same-host',
  };
}

/** Statuses that say something of the moment or of the login, and nothing of what the registry can do. */
function meansNothing(status: number, forbiddenMeansNo: boolean): boolean {
  if (status === 401 || status === 403) return !forbiddenMeansNo;
  return status === 408 || status === 429 || status >= 499;
}

function cancelledBy(error: unknown, signal: AbortSignal): unknown {
  if (isEngineError(error, 'cancelled')) return error;
  throwIfCancelled(signal, 'this check');
  return error;
}

/** The finding that this answer makes: yes where `isYes` says so, with the evidence it gives instead of the status. */
export function judge(
  name: FindingName,
  asked: Asked,
  isYes: (reply: RegistryReply) => boolean | Evidence,
): Finding {
  if (asked.reply === undefined) return cannotTell(name, { kind: 'failed', failure: asked.failure });
  const told = isYes(asked.reply);
  if (typeof told === 'object') return { name, answer: 'yes', evidence: told };
  if (told) return { name, answer: 'yes', evidence: answered(asked) };
  if (asked.meansNothing) return cannotTell(name, { kind: 'failed', failure: failureOf(asked.refusal) });
  return { name, answer: 'no', evidence: answered(asked) };
}

/** What the registry answered, in its own words where it refused. */
export function answered({ reply, refusal }: Extract<Asked, { refusal: EngineError }>): Evidence {
  const { details } = refusal;
  const isRefusal = reply.status >= 300 && 'message' in details && 'code' in details;
  return {
    kind: 'answered',
    status: reply.status,
    code: isRefusal ? details.code : '',
    message: isRefusal ? details.message : '',
    type: typeOf(reply),
  };
}

/** The Content-Type without its parameters, lower case. */
export function typeOf(reply: RegistryReply): string {
  return (reply.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** True for statuses of a success. */
export function isDone(reply: RegistryReply | undefined): reply is RegistryReply {
  return reply !== undefined && reply.status >= 200 && reply.status < 300;
}

export function cannotTell(name: FindingName, evidence: Evidence): Finding {
  return { name, answer: 'cannot-tell', evidence };
}

export function notTried(why: NotTried, ...names: readonly FindingName[]): readonly Finding[] {
  return names.map((name) => cannotTell(name, { kind: 'not-tried', why }));
}

/** The answer's body as JSON; undefined for anything else. */
export function jsonOf(reply: RegistryReply): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(reply.body));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
