// Answers that no registry gives: what a server can write into a connection to keep a client busy, to fill its memory, or
// to be taken for something else. Raw bytes, since node's own server would not send most of them.
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** Writes into the connection; resolves when there is nothing more to write. `sent` counts bytes. */
export type OddAnswer = (socket: Socket, sent: (bytes: number) => void) => void | Promise<void>;

const page = '<!DOCTYPE html><html><title>Sign in</title><body>Please sign in.</body></html>';

/** Status, headers and body in one piece, with the right length unless a header says otherwise. */
function whole(status: string, headers: readonly string[], body: string | Uint8Array): OddAnswer {
  const hasLength = headers.some((header) => /^(content-length|transfer-encoding):/i.test(header));
  const length = hasLength ? [] : [`Content-Length: ${String(Buffer.byteLength(body))}`];
  const head = [`HTTP/1.1 ${status}`, ...length, ...headers, '', ''].join('\r\n');
  return (socket) => void socket.end(Buffer.concat([Buffer.from(head), Buffer.from(body)]));
}

/** The same text for as long as the client takes it. */
function endless(head: string, text: string): OddAnswer {
  const chunk = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
  return async (socket, sent) => {
    socket.write(head);
    while (!socket.destroyed) {
      sent(chunk.length);
      if (!socket.write(chunk)) await drainedOrClosed(socket);
      else await new Promise((resolve) => setImmediate(resolve));
    }
  };
}

/** One byte after the other, a turn of the event loop apart; the engine's clock goes on meanwhile. */
function dripping(head: string, text: string): OddAnswer {
  return async (socket, sent) => {
    socket.write(head);
    for (let at = 0; !socket.destroyed; at += 1) {
      socket.write(text[at % text.length] ?? '');
      sent(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
}

function drainedOrClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}

/** So many bytes of blanks, of which gzip leaves a thousandth. */
export function bomb(bytes: number): Buffer {
  return gzipSync(Buffer.alloc(bytes, ' '), { level: 9 });
}

const json = 'Content-Type: application/json';
const smallBomb = bomb(64 * 1024 * 1024);

/** By what they are called in titles. */
export const oddAnswers: Readonly<Record<string, OddAnswer>> = {
  'headers without end': endless('HTTP/1.1 200 OK\r\n', `X-Header: ${'x'.repeat(1000)}\r\n`),
  'one header without end': endless('HTTP/1.1 200 OK\r\nX-Header: ', 'x'),
  'interim answers without end': endless('', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'),
  'a body without end': endless(`HTTP/1.1 200 OK\r\n${json}\r\n\r\n{"x":"`, 'x'),
  'an error without end': endless(`HTTP/1.1 403 Forbidden\r\n${json}\r\n\r\n{"x":"`, 'x'),
  'chunks of one byte without end': endless(
    `HTTP/1.1 200 OK\r\n${json}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    '1\r\nx\r\n',
  ),
  'a gzip bomb': whole('200 OK', [json, 'Content-Encoding: gzip'], smallBomb),
  'a gzip bomb as an error': whole('403 Forbidden', [json, 'Content-Encoding: gzip'], smallBomb),
  'a gzip bomb in a gzip': whole('200 OK', [json, 'Content-Encoding: gzip, gzip'], gzipSync(smallBomb)),
  'gzip that is none': whole('200 OK', [json, 'Content-Encoding: gzip'], '{"not":"gzip"}'),
  'headers that drip': dripping('HTTP/1.1 200 OK\r\nX-Header: ', 'x'),
  'a status line that drips': dripping('', 'HTTP/1.1 200 OOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOO'),
  'a body that drips': dripping(`HTTP/1.1 200 OK\r\n${json}\r\n\r\n`, ' '),
  silence: () => undefined,
  'a web page': whole('200 OK', ['Content-Type: text/html; charset=utf-8'], page),
  'a web page that calls itself JSON': whole('200 OK', [json], page),
  'a web page without a type': whole('200 OK', [], page),
  '200 and nothing': whole('200 OK', [], ''),
  '204': whole('204 No Content', [], ''),
  '205': whole('205 Reset Content', [], ''),
  '206 and a part': whole('206 Partial Content', [json, 'Content-Range: bytes 0-1/100'], '{}'),
  '226': whole('226 IM Used', [json], '{}'),
  '101': whole('101 Switching Protocols', ['Upgrade: h2c', 'Connection: Upgrade'], ''),
  '100 and the end': whole('100 Continue', [], ''),
  '304': whole('304 Not Modified', [], ''),
  '300 without a Location': whole('300 Multiple Choices', [json], '{}'),
  '418': whole('418 I am a teapot', [json], '{"errors":[{"code":"TEAPOT","message":"short and stout"}]}'),
  '999': whole('999 Request Denied', [json], '{}'),
  'a status that is no number': whole('2OO OK', [json], '{}'),
  'JSON that is no object': whole('200 OK', [json], '"a text"'),
  'JSON that nests without end': whole('200 OK', [json], '['.repeat(200_000)),
  'something that is no HTTP': (socket) => void socket.end('220 mail.example ESMTP\r\n'),
  'two lengths': whole('200 OK', ['Content-Length: 2', 'Content-Length: 20000'], '{}'),
  'a length below zero': whole('200 OK', ['Content-Length: -1'], '{}'),
  'a length that is not reached': whole('200 OK', [json, 'Content-Length: 99999'], '{}'),
  'a chunk of no size': whole('200 OK', [json, 'Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'),
  'a header with a line break': whole('200 OK', [json, 'X-A: a\n\tb', 'X\u0000: 1'], '{}'),
  'a reset at once': (socket) => void socket.resetAndDestroy(),
  'a reset behind the status': async (socket) => reset(socket, 'HTTP/1.1 200 OK\r\n'),
  'a reset behind the headers': async (socket) =>
    reset(socket, `HTTP/1.1 200 OK\r\n${json}\r\nContent-Length: 100\r\n\r\n`),
  'a reset in the body': async (socket) =>
    reset(socket, `HTTP/1.1 200 OK\r\n${json}\r\nContent-Length: 100\r\n\r\n{"x":`),
};

async function reset(socket: Socket, text: string): Promise<void> {
  await new Promise((resolve) => socket.write(text, resolve));
  // A reset overtakes what the client has not read yet: let it read that first.
  await new Promise((resolve) => setTimeout(resolve, 10));
  socket.resetAndDestroy();
}
