// The scene of the suites about Sign Image: the demo registry, a host with one key, and the person's usual answers.
import type { EngineApi } from '../../src/engine/api.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { addSamples } from '../demo/samples.ts';
import type { Answer } from '../support/vscode/person.ts';
import { type FlowHost, newFlowHost } from './flowHost.ts';

export const pick = (label: RegExp, about = /Sign This Image/): Answer => ({ type: 'pick', about, label });
export const confirm = pick(/^Sign$/);
export const password = (...passwords: readonly string[]): Answer => ({
  type: 'passwords',
  about: /Password of/,
  passwords,
});

export interface SignScene {
  readonly registry: Registry;
  readonly address: string;
  readonly flow: FlowHost;
  /** Another host, some verbs of its engine replaced. */
  use(verbs?: (real: EngineApi) => Partial<EngineApi>): Promise<void>;
  /** Types the name of a sample. */
  image(name?: string): Answer;
  /** How often something was uploaded or written. */
  writes(): number;
  signatureTags(repository?: string): string[];
}

/** Makes the scene before each test of the suite that calls it, with the key `release` and its password `word`. */
export function signScene(options: RegistryOptions = {}): SignScene {
  let registry: Registry;
  let address: string;
  let flow: FlowHost;

  beforeEach(async () => {
    registry = await startRegistry(options);
    address = registry.address.replace('127.0.0.1', 'localhost');
    addSamples(registry.state, address);
    flow = newFlowHost();
    await flow.addKey('release', 'word');
  });

  afterEach(async () => {
    flow.dispose();
    await registry.stop();
  });

  return {
    get registry() {
      return registry;
    },
    get address() {
      return address;
    },
    get flow() {
      return flow;
    },
    async use(verbs) {
      flow.dispose();
      flow = newFlowHost(verbs);
      await flow.addKey('release', 'word');
    },
    image: (name = 'unsigned:1.0') => ({
      type: 'text',
      about: /Sign Image/,
      text: `${address}/demo/${name}`,
    }),
    writes: () => registry.requests.filter(({ method }) => method === 'PUT').length,
    signatureTags: (repository = 'demo/unsigned') =>
      [...(registry.state.repositories.get(repository)?.tags.keys() ?? [])].filter((tag) =>
        tag.endsWith('.sig'),
      ),
  };
}
