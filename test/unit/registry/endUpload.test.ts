// Upload sessions that a registry opened in place of a mount and that turn out not to be needed (distribution spec:
// mounting a blob from another repository).
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { blobIn, putBlob } from '../../../src/engine/registry/putBlob.ts';
import { answer, startScripted } from '../../support/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../support/scriptedServer.ts';
import { until } from '../../support/until.ts';
import { createSession, failureOf, never } from './support.ts';

const large = new Uint8Array(400_000).fill(7);
const blob = { digest: digestOf(large), size: large.byteLength };

describe('an upload session in place of a mount', () => {
  const accept = { location: '/v2/new/app/blobs/uploads/u1' };
  let one: ScriptedServer;
  const takes: Script = (request, response) => {
    if (request.method === 'GET') return answer(response, request.url === '/v2/' ? 200 : 404);
    answer(response, request.method === 'HEAD' ? 404 : 202, '', accept);
  };
  beforeEach(async () => {
    one = await startScripted(takes);
  });
  afterEach(() => one.stop());
  const put = (session = createSession().session, signal = never): Promise<unknown> => {
    const source = blobIn(session, { registry: one.address, path: 'old/app' }, blob);
    return putBlob(
      session,
      source,
      { registry: one.address, path: 'new/app' },
      blob,
      () => undefined,
      signal,
    );
  };
  const isEnded = (): boolean => one.lines().includes(`DELETE ${accept.location}`);

  it('is ended where the source does not have the blob', async () => {
    await failureOf('not-found', put());
    await until(isEnded);
  });

  it('is ended also where the person gives up before the blob’s turn has come', async () => {
    const cancel = new AbortController();
    const { session, world: watched } = createSession();
    const taken: (() => void)[] = [];
    const full = new AbortController();
    const taking = (async () => {
      for (;;) taken.push(await session.http.streams.take('', full.signal));
    })().catch(() => undefined);
    await until(() => taken.length > 0);
    const work = failureOf('cancelled', put(session, cancel.signal));
    await until(() => watched.logged.some((line) => line.startsWith('POST')));
    cancel.abort();
    await work;
    await until(isEnded);
    full.abort();
    await taking;
    for (const release of taken) release();
  });
});
