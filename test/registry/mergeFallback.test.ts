// Adding to a fallback index while others write it too: nothing that is listed gets lost, and nothing is made up.
import assert from 'node:assert/strict';
import { isEngineError, type ErrorCode } from '../../src/engine/errors.ts';
import { readDescriptorText, type DescriptorEntry } from '../../src/engine/oci/descriptorReader.ts';
import type { Digest } from '../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { createRegistrySession } from '../../src/engine/registry/session.ts';
import { fallbackTag } from '../../src/engine/signatures/tags.ts';
import { mergeFallback } from '../../src/engine/store/mergeFallback.ts';
import type { Answer, RecordedRequest } from '../demo/answers.ts';
import { describe as descriptor, json } from '../demo/images.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { repositoryOf, storeManifest } from '../demo/state.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { noSignal } from '../support/scene.ts';
import { createTestWorld } from '../support/world.ts';

const path = 'a/b';
const subject: Digest = `sha256:${'5'.repeat(64)}`;
const tag = fallbackTag(subject);
const entry = (name: string, annotations?: Readonly<Record<string, string>>): DescriptorEntry => {
  const described = { ...descriptor(ociManifest, json({ name })), ...(annotations && { annotations }) };
  const read = readDescriptorText(JSON.stringify(described));
  assert.ok(read !== undefined);
  return read;
};
const [mine, x, y, z] = ['mine', 'x', 'y', 'z'].map((name) => entry(name)) as [
  DescriptorEntry,
  DescriptorEntry,
  DescriptorEntry,
  DescriptorEntry,
];

describe('a fallback index that is added to', () => {
  let registry: Registry;
  let puts: number;
  /** What another does, or the registry answers, at a request for the tag; with how many writes there were. */
  let act: (request: RecordedRequest, puts: number) => Answer | undefined;
  beforeEach(async () => {
    puts = 0;
    act = () => undefined;
    registry = await startRegistry({
      referrers: false,
      checks: false,
      statusFor: (request) => {
        if (!request.path.endsWith(tag)) return undefined;
        if (request.method === 'PUT') puts += 1;
        return act(request, puts);
      },
    });
  });
  afterEach(() => registry.stop());

  const put = (entries: readonly DescriptorEntry[]): void => {
    const manifests = entries.map(({ source }) => JSON.parse(source) as unknown);
    const index = json({ schemaVersion: 2, mediaType: ociIndex, manifests });
    storeManifest(registry.state, path, tag, ociIndex, index);
  };
  const remove = (): void => void repositoryOf(registry.state, path).tags.delete(tag);
  const merge = (isThere: boolean): Promise<boolean> => {
    const session = createRegistrySession(createTestWorld({ clock: createFakeClock() }));
    const repository = { registry: registry.address, path };
    return mergeFallback(session, repository, { subject, entries: [mine], isThere }, noSignal, noSignal);
  };
  const assertListed = (...entries: readonly DescriptorEntry[]): void => {
    const { tags, manifests } = repositoryOf(registry.state, path);
    const bytes = manifests.get(tags.get(tag) ?? '')?.bytes;
    const index = JSON.parse(new TextDecoder().decode(bytes)) as { manifests: { digest: string }[] };
    const digests = entries.map((one) => one.descriptor.digest).sort();
    assert.deepEqual(index.manifests.map(({ digest }) => digest).sort(), digests);
  };
  const named =
    (code: ErrorCode, details: object) =>
    (error: unknown): boolean => {
      assert.ok(isEngineError(error, code), String(error));
      assert.partialDeepStrictEqual(error.details, details);
      return true;
    };

  it('holds again what it listed before, where another wrote over it', async () => {
    put([x]);
    act = ({ method }, written) => {
      if (method === 'GET' && written === 1) put([y]);
      return undefined;
    };
    assert.equal(await merge(true), true);
    assertListed(mine, x, y);
    assert.equal(puts, 2);
  });

  it('does without what somebody removed meanwhile [S34]', async () => {
    put([x]);
    act = ({ method }, written) => {
      if (method === 'GET' && written === 1) put([mine]);
      return undefined;
    };
    await merge(true);
    assertListed(mine);
    assert.equal(puts, 1);
  });

  it('is read back after a failure, however many good writes were lost before', async () => {
    act = ({ method, body }, written) => {
      if (method === 'GET' && written > 0 && written < 3) put([[x], [y]][written - 1] ?? []);
      if (method !== 'PUT' || written < 3) return undefined;
      storeManifest(registry.state, path, tag, ociIndex, body);
      return { status: 503, body: '{}' };
    };
    assert.equal(await merge(false), true);
    assertListed(mine, x, y);
    assert.equal(puts, 3);
  });

  it('is written no more where the registry failed three times', async () => {
    act = ({ method }) => (method === 'PUT' ? { status: 503, body: '{}' } : undefined);
    await assert.rejects(merge(false), named('registry-failed', { status: 503 }));
    assert.equal(puts, 3);
  });

  it('is not made up from what was seen of it where it is gone [S30]', async () => {
    put([x, z]);
    act = ({ method }, written) => {
      if (method === 'GET' && written === 1) remove();
      return undefined;
    };
    await assert.rejects(merge(true), named('write-not-confirmed', { reason: 'nothing-there' }));
    assert.equal(puts, 1);
  });

  it('never holds more than a thousand entries or 4 MiB [S35]', async () => {
    const others = Array.from({ length: 1000 }, (_, index) => entry(String(index)));
    put(others);
    await assert.rejects(merge(true), named('too-many-signatures', { count: 1001, writing: true }));
    put([entry('large', { note: 'n'.repeat(4 * 1024 * 1024) })]);
    await assert.rejects(merge(true), named('bad-signature-image', { reason: 'too-large' }));
    put(others.slice(1));
    assert.equal(puts, 0);
    await merge(true);
    assert.equal(puts, 1);
  });

  it('does not take the place of somebody’s image under this tag', async () => {
    const image = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', json({})),
      layers: [],
    });
    const digest = storeManifest(registry.state, path, tag, ociManifest, image);
    await assert.rejects(merge(false), named('bad-signature-image', { reason: 'an-image' }));
    assert.equal(puts, 0);
    assert.equal(repositoryOf(registry.state, path).tags.get(tag), digest);
  });
});
