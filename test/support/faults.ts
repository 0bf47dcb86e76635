// The ways in which faultProxy.ts breaks an answer.
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { give, headersOf, type ProxiedAnswer } from './forward.ts';

export type Fault =
  /** Answered as usual, then the port closes: every later connection is refused. */
  | { readonly kind: 'refuse-after' }
  /**
   * A TCP reset: `before` the registry saw the request, in the `middle` of its answer, or `after` the registry did
   * what it was asked but before anything of the answer came (the ambiguous one).
   */
  | { readonly kind: 'reset'; readonly when: 'before' | 'middle' | 'after' }
  /** Another status. `reached: true`: the registry did what it was asked all the same. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly reached?: boolean;
    }
  /** The body altered, with all headers as they were; without `alter` one hex digit near the end, same length. */
  | { readonly kind: 'wrong-digest'; readonly alter?: (body: Uint8Array) => Uint8Array }
  /** The body in small pieces with pauses between. */
  | { readonly kind: 'slow-drip'; readonly bytes?: number; readonly everyMilliseconds: number }
  /** After the body blanks without end. */
  | { readonly kind: 'endless' }
  /** Half of the body that Content-Length promises, then the end of the connection. */
  | { readonly kind: 'truncated' }
  /** 200 with a web page, as a login portal or a proxy gives. */
  | { readonly kind: 'html' }
  | { readonly kind: 'delayed'; readonly milliseconds: number }
  /** Never an answer. */
  | { readonly kind: 'silent' };

interface Place {
  /** Lets the registry do it and gives its answer. */
  readonly ask: () => Promise<ProxiedAnswer>;
  readonly response: ServerResponse;
  readonly sent: (bytes: number) => void;
}

/** True where the proxy refuses connections from now on. */
export function faultGoesOnAfter(fault: Fault): boolean {
  return fault.kind === 'refuse-after';
}

/** Answers one request in the fault's way. */
export async function applyFault(fault: Fault, { ask, response, sent }: Place): Promise<void> {
  switch (fault.kind) {
    case 'refuse-after': {
      const answer = await ask();
      // Ends this connection too, else the client would go on with it.
      response.shouldKeepAlive = false;
      await new Promise<void>((resolve) => {
        response.once('close', resolve);
        give(response, answer);
      });
      return;
    }
    case 'reset':
      return reset(fault.when, ask, response);
    case 'status': {
      if (fault.reached === true) await ask();
      response.writeHead(fault.status, fault.headers ?? {});
      response.end(fault.body ?? '');
      return;
    }
    case 'wrong-digest': {
      const answer = await ask();
      const body = (fault.alter ?? changeOneDigit)(answer.body);
      return give(response, withLength({ ...answer, body }));
    }
    case 'slow-drip':
      return drip(await ask(), fault.bytes ?? 1, fault.everyMilliseconds, response, sent);
    case 'endless':
      return pour(await ask(), response, sent);
    case 'truncated': {
      const answer = await ask();
      response.writeHead(answer.status, headersOf(withLength(answer)));
      response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () =>
        response.socket?.end(),
      );
      return;
    }
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end('<!DOCTYPE html><html><title>Sign in</title><body>Please sign in.</body></html>');
      return;
    case 'delayed':
      await wait(fault.milliseconds);
      return give(response, await ask());
    case 'silent':
      return;
  }
}

async function reset(
  when: 'before' | 'middle' | 'after',
  ask: Place['ask'],
  response: ServerResponse,
): Promise<void> {
  if (when !== 'before') {
    const answer = await ask();
    if (when === 'middle') {
      // One byte more is promised than there is, so that even an empty answer is broken in its middle.
      const promised = { ...answer, body: Buffer.concat([answer.body, Buffer.from(' ')]) };
      const half = answer.body.subarray(0, Math.floor(answer.body.length / 2));
      response.writeHead(answer.status, headersOf(withLength(promised)));
      response.flushHeaders();
      await new Promise((resolve) => response.write(half, resolve));
      // A reset overtakes what the client has not read yet: let it read the half first.
      await wait(20);
    }
  }
  response.socket?.resetAndDestroy();
}

async function drip(
  answer: ProxiedAnswer,
  bytes: number,
  every: number,
  response: ServerResponse,
  sent: Place['sent'],
): Promise<void> {
  response.writeHead(answer.status, headersOf(answer));
  response.flushHeaders();
  for (let at = 0; at < answer.body.length && !response.destroyed; at += bytes) {
    const piece = answer.body.subarray(at, at + bytes);
    response.write(piece);
    sent(piece.length);
    await wait(every);
  }
  response.end();
}

/** The body, then blanks for as long as the client reads. */
async function pour(answer: ProxiedAnswer, response: ServerResponse, sent: Place['sent']): Promise<void> {
  response.writeHead(answer.status, headersOf(withoutLength(answer)));
  response.write(answer.body);
  const blanks = Buffer.alloc(64 * 1024, ' ');
  while (!response.destroyed) {
    sent(blanks.length);
    if (response.write(blanks)) await wait(0);
    else await drainedOrClosed(response);
  }
}

function drainedOrClosed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

/** Another hex digit for the last one: JSON stays JSON, the length stays, the digest does not. */
function changeOneDigit(body: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(body);
  for (let at = changed.length - 1; at >= 0; at -= 1) {
    const byte = changed[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) continue;
    changed[at] = byte === 0x30 ? 0x31 : byte - 1;
    return changed;
  }
  return Buffer.concat([body, Buffer.from(' ')]);
}

function withLength(answer: ProxiedAnswer): ProxiedAnswer {
  const rawHeaders = [...withoutLength(answer).rawHeaders, 'Content-Length', String(answer.body.length)];
  return { ...answer, rawHeaders };
}

function withoutLength(answer: ProxiedAnswer): ProxiedAnswer {
  const kept: string[] = [];
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
    const name = answer.rawHeaders[index] ?? '';
    if (name.toLowerCase() !== 'content-length') kept.push(name, answer.rawHeaders[index + 1] ?? '');
  }
  return { ...answer, rawHeaders: kept };
}
