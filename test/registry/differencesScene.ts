// A scene for tests of what servers do differently: one server of the probe, an image of its own for each test, an engine
// whose requests are kept, and a few lines of a client that knows nothing.
import type { EngineApi } from '../../src/engine/api.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { DifferentServer } from '../support/differentServers.ts';
import { pushImage, type PushedImage } from '../support/sampleImages.ts';
import { makeSigner, noSignal, verifyRequest } from '../support/scene.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld } from '../support/world.ts';

export const ann = makeSigner('ann');
export const ben = makeSigner('ben');

export interface AskedOnce {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly status: number;
}

export interface DifferencesScene {
  /** host:port */
  readonly address: string;
  readonly image: PushedImage;
  /** The path of its repository, `acme/app-N`, and N. */
  readonly path: string;
  readonly images: number;
  readonly engine: EngineApi;
  /** What the engine asked. */
  readonly asked: readonly AskedOnce[];
  /** A request below the image's repository that is not the engine's. */
  naive(path: string, init?: RequestInit): Promise<Response>;
  verdict(trusted?: typeof ann): Promise<string>;
}

/** Registers what starts and stops it. Skips where the server is missing. */
export function useDifferencesScene({ missing, start }: DifferentServer): DifferencesScene {
  let server: Awaited<ReturnType<DifferentServer['start']>>;
  let stop = (): Promise<void> => Promise.resolve();
  let engine: EngineApi;
  let asked: AskedOnce[];
  let image: PushedImage;
  let images = 0;
  before(async function () {
    const reason = await missing();
    if (reason !== undefined) skipTest(this, reason);
    server = await start();
    stop = () => server.stop();
  });
  after(() => stop());
  beforeEach(async () => {
    asked = [];
    const keeping: typeof globalThis.fetch = async (input, init) => {
      const answer = await fetch(input, init);
      const url = new URL(input instanceof Request ? input.url : input);
      const headers = new Headers(init?.headers);
      asked.push({ method: init?.method ?? 'GET', url, headers, status: answer.status });
      return answer;
    };
    engine = createEngine(createTestWorld({ fetch: keeping }));
    image = await pushImage(server.address, `acme/app-${String((images += 1))}`, '1.0');
  });
  afterEach(() => engine.dispose());
  return {
    get address() {
      return server.address;
    },
    get image() {
      return image;
    },
    get path() {
      return image.repository.slice(server.address.length + 1);
    },
    get images() {
      return images;
    },
    get engine() {
      return engine;
    },
    get asked() {
      return asked;
    },
    naive: (path, init) => fetch(`http://${image.repository.replace('/', '/v2/')}/${path}`, init),
    verdict: async (trusted = ann) =>
      (await engine.verify(verifyRequest(image.reference, { trusted: [trusted] }), noSignal)).verdict,
  };
}
