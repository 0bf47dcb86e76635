// How much memory a hostile registry can make the engine use (S40): measured in a process of its own, which has little of
// it and would die of what is not bounded.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { ProxiedRequest } from '../support/forward.ts';
import { bomb, oddAnswers, type OddAnswer } from '../support/oddAnswers.ts';
import { startOddServer, type OddServer } from '../support/oddServer.ts';
import { append, signatureBy } from '../support/rival.ts';
import { pushImage } from '../support/sampleImages.ts';
import { makeSigner } from '../support/scene.ts';

const execute = promisify(execFile);
const mebibyte = 1024 * 1024;
const child = path.join(import.meta.dirname, 'memoryChild.ts');

async function measure(
  address: string,
  operation: string,
): Promise<{ readonly outcome: string; readonly most: number }> {
  const { stdout } = await execute(process.execPath, ['--max-old-space-size=256', child, address, operation]);
  return JSON.parse(stdout) as { outcome: string; most: number };
}

/** A gibibyte of blanks in a mebibyte. */
const gibibyte = bomb(1024 * mebibyte);
const answer = (status: string, encoding: string, body: Uint8Array): OddAnswer => {
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Encoding: ${encoding}\r\n`;
  const length = `Content-Length: ${String(body.byteLength)}\r\n\r\n`;
  return (socket) => void socket.end(Buffer.concat([Buffer.from(head + length), body]));
};

/** Pages of new names, each with a Link to the next, for as long as somebody asks. */
const endlessList =
  (field: string, nameOf: (page: number, at: number) => string): OddAnswer =>
  (socket) => {
    pages += 1;
    const names = Array.from({ length: 10_000 }, (_, at) => nameOf(pages, at));
    const body = Buffer.from(JSON.stringify({ [field]: names }));
    const link = `Link: </v2/x?last=${String(pages)}>; rel="next"\r\n`;
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${link}Content-Length: ${String(body.length)}\r\n\r\n`;
    socket.end(Buffer.concat([Buffer.from(head), body]));
  };
let pages = 0;

const at =
  (piece: RegExp) =>
  ({ method, url }: ProxiedRequest): boolean =>
    method === 'GET' && piece.test(url);
const points = {
  token: at(/^\/token/),
  image: at(/\/manifests\/1\.0$/),
  signatures: at(/\.sig$/),
  referrers: at(/\/referrers\//),
  payload: at(/\/blobs\//),
  tags: at(/\/tags\/list/),
  catalog: at(/\/_catalog/),
} as const;
type PointName = keyof typeof points;
const operationAt = (point: PointName): string =>
  point === 'tags' || point === 'catalog' ? point : 'verify';

const ways: readonly (readonly [
  title: string,
  odd: OddAnswer,
  most: number,
  points: readonly PointName[],
])[] = [
  [
    'a gibibyte in gzip',
    answer('200 OK', 'gzip', gibibyte),
    96,
    ['token', 'image', 'signatures', 'referrers', 'payload', 'tags', 'catalog'],
  ],
  [
    'a gibibyte in gzip as an error',
    answer('403 Forbidden', 'gzip', gibibyte),
    32,
    ['token', 'image', 'tags'],
  ],
  ['a gibibyte in gzip in gzip', answer('200 OK', 'gzip, gzip', gzipSync(gibibyte)), 96, ['image', 'tags']],
  [
    'headers without end',
    oddAnswers['headers without end'] ?? assert.fail(),
    32,
    ['token', 'image', 'payload'],
  ],
  [
    'chunks of one byte',
    oddAnswers['chunks of one byte without end'] ?? assert.fail(),
    // What has not been collected yet counts: on a busy machine it was 112 for a list of 16 MiB.
    192,
    ['tags', 'payload', 'token'],
  ],
];

describe('the memory that a hostile registry can take', () => {
  let server: OddServer;
  before(async () => {
    server = await startOddServer({
      auth: { token: {}, users: { ann: 'secret' } },
    });
    const basic = Buffer.from('ann:secret').toString('base64');
    const asked = await fetch(`http://${server.address}/token?scope=repository:demo/app:pull,push`, {
      headers: { authorization: `Basic ${basic}` },
    });
    const { token } = (await asked.json()) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    const image = await pushImage(server.address, 'demo/app', '1.0', { headers });
    append(server.registry, image, signatureBy(makeSigner('ann'), image, [['stage', 'prod']]));
  });
  after(() => server.stop());

  for (const [title, odd, most, where] of ways) {
    for (const point of where) {
      it(`by ${title} at the ${point} stays under ${String(most)} MiB [S40]`, async () => {
        server.strike(points[point], odd);
        const found = await measure(server.address, operationAt(point));
        assert.ok(server.struck.count > 0);
        assert.ok(found.most < most * mebibyte, `${String(found.most / mebibyte)} MiB, ${found.outcome}`);
      });
    }
  }

  for (const [field, point] of [
    ['tags', 'tags'],
    ['repositories', 'catalog'],
  ] as const) {
    it(`by a list of ${field} without end, of new names always, stays under 100 MiB [S40]`, async () => {
      pages = 0;
      const long = 'n'.repeat(100);
      server.strike(
        points[point],
        endlessList(field, (page, one) => `${long}-${String(page)}-${String(one)}`),
      );
      const found = await measure(server.address, point);
      assert.ok(found.most < 100 * mebibyte, `${String(found.most / mebibyte)} MiB, ${found.outcome}`);
      assert.ok(['too-large', 'endless-list'].includes(found.outcome), found.outcome);
    });
  }
});
