// regctl and skopeo as further judges of the emulator, at products that sign in by tokens, by upper-case BASIC and by
// tokens beside another challenge; each copies the image away and back and reads what we signed.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { type ProductName, type RunningProduct, startProduct } from '../demo/products/startProduct.ts';
import { missingTool, newOtherTool, type OtherTool } from '../support/otherTools.ts';
import { signAs } from '../support/realScenes.ts';
import { makeSigner, noSignal, verifyRequest } from '../support/scene.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld } from '../support/world.ts';

const ann = makeSigner('ann');

interface Judge {
  readonly name: 'regctl' | 'skopeo';
  readonly products: readonly ProductName[];
  /** Says that this registry speaks plain http. */
  readonly prepare: (tool: OtherTool, address: string) => Promise<unknown>;
  readonly tags: (tool: OtherTool, repository: string) => Promise<readonly string[]>;
  readonly digest: (tool: OtherTool, reference: string) => Promise<string>;
  /** To a folder, and from there to another tag. */
  readonly roundTrip: (tool: OtherTool, from: string, to: string) => Promise<unknown>;
}

const judges: readonly Judge[] = [
  {
    name: 'regctl',
    products: ['harbor', 'nexus', 'gitlab'],
    prepare: (tool, address) => tool.run('registry', 'set', '--tls=disabled', '--skip-check', address),
    tags: async (tool, repository) => (await tool.run('tag', 'ls', repository)).split('\n'),
    digest: (tool, reference) => tool.run('image', 'digest', reference),
    roundTrip: async (tool, from, to) => {
      await tool.run('image', 'copy', from, 'ocidir://copy:1');
      await tool.run('image', 'copy', 'ocidir://copy:1', to);
    },
  },
  {
    name: 'skopeo',
    products: ['gitea', 'docker-hub', 'google'],
    prepare: () => Promise.resolve(),
    tags: async (tool, repository) => {
      const told = await tool.run('list-tags', '--tls-verify=false', `docker://${repository}`);
      return (JSON.parse(told) as { readonly Tags: readonly string[] }).Tags;
    },
    digest: async (tool, reference) =>
      tool.run('inspect', '--tls-verify=false', '--format', '{{.Digest}}', `docker://${reference}`),
    roundTrip: async (tool, from, to) => {
      const copy = ['--insecure-policy', 'copy'];
      await tool.run(...copy, '--src-tls-verify=false', `docker://${from}`, 'oci:copy:1');
      await tool.run(...copy, '--dest-tls-verify=false', 'oci:copy:1', `docker://${to}`);
    },
  },
];

for (const judge of judges) {
  for (const name of judge.products) {
    it(`${judge.name} takes the emulated ${name} for a registry: it lists, pulls, pushes and reads what we signed`, async function () {
      const product: RunningProduct = await startProduct(name);
      const tool = await newOtherTool(judge.name, product.dockerConfig());
      const files = product.files();
      const engine = createEngine(createTestWorld({ fetch: product.names.fetch, files }));
      try {
        if (tool === undefined) skipTest(this, missingTool[judge.name]);
        await judge.prepare(tool, product.address);
        const repository = `${product.address}${product.repository.slice(product.registry.length)}`;
        assert.deepEqual(await judge.tags(tool, repository), ['1.0']);
        assert.equal(await judge.digest(tool, `${repository}:1.0`), product.digest);
        await judge.roundTrip(tool, `${repository}:1.0`, `${repository}:2.0`);
        assert.equal(await judge.digest(tool, `${repository}:2.0`), product.digest);

        const reference = `${product.repository}:2.0`;
        await signAs(engine, { reference }, ann);
        const report = await engine.verify(verifyRequest(reference, { trusted: [ann] }), noSignal);
        assert.equal(report.verdict, 'verified');
        const tag = signatureTag(report.digest);
        assert.deepEqual([...(await judge.tags(tool, repository))].sort(), ['1.0', '2.0', tag]);
        await judge.roundTrip(tool, `${repository}:${tag}`, `${repository}:the-signatures`);
        const { text } = await engine.readManifestText(product.repository, 'the-signatures', noSignal);
        assert.equal(text, (await engine.readManifestText(product.repository, tag, noSignal)).text);
      } finally {
        engine.dispose();
        await tool?.dispose();
        await product.stop();
      }
    });
  }
}
