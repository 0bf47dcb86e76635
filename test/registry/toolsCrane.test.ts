// crane as the judge that the emulated products are registries and no mirrors of our client: it pulls, pushes, lists and
// deletes at each of them, and what it pushed and what we signed are the same to both.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createEngine } from '../../src/engine/engine.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import {
  emulated,
  type ProductName,
  type RunningProduct,
  startProduct,
} from '../demo/products/startProduct.ts';
import { missingTool, newOtherTool, type OtherTool } from '../support/otherTools.ts';
import { signAs } from '../support/realScenes.ts';
import { makeSigner, noSignal, verifyRequest } from '../support/scene.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld } from '../support/world.ts';

const ann = makeSigner('ann');

/** What they keep from everybody who asks by /v2/ alone (registries.md §3, "Listing" and deletion). */
// Harbor opens its catalog to Basic only, and crane brings the kind that the ping wants.
const noCatalog: readonly ProductName[] = ['alibaba', 'docker-hub', 'ecr-public', 'gitlab', 'harbor', 'quay'];
const noDelete: readonly ProductName[] = ['docker-hub', 'ghcr', 'harbor'];

for (const name of Object.keys(emulated) as ProductName[]) {
  describe(`crane at the emulated ${name}`, () => {
    let product: RunningProduct;
    let crane: OtherTool;
    let repository: string;
    const endings: (() => Promise<void>)[] = [];
    beforeEach(async function () {
      product = await startProduct(name);
      endings.push(() => product.stop());
      const found = await newOtherTool('crane', product.dockerConfig());
      if (found === undefined) return skipTest(this, missingTool.crane);
      crane = found;
      endings.push(() => crane.dispose());
      repository = `${product.address}${product.repository.slice(product.registry.length)}`;
    });
    afterEach(async () => {
      for (const end of endings.splice(0)) await end();
    });
    const lines = async (...args: readonly string[]): Promise<string[]> =>
      (await crane.run(...args)).split('\n').sort();
    /** An image of crane's own making: config, layer, manifest, tag. */
    const push = async (tag: string): Promise<string> => {
      const layer = path.join(crane.folder, 'layer.tar');
      await writeFile(layer, Buffer.alloc(1024));
      const pushed = await crane.run('append', '-f', layer, '-t', `${repository}:${tag}`, '--oci-empty-base');
      return pushed.slice(pushed.indexOf('@') + 1);
    };

    it('pulls the image with every blob, and lists its tag', async () => {
      assert.equal(await crane.run('digest', `${repository}:1.0`), product.digest);
      assert.match(await crane.run('validate', '--remote', `${repository}:1.0`), /^PASS/);
      assert.deepEqual(await lines('ls', repository), ['1.0']);
    });

    it('pushes an image, which it reads back, and which is signed and verified here', async () => {
      const digest = await push('crane');
      assert.match(await crane.run('validate', '--remote', `${repository}:crane`), /^PASS/);
      const files = product.files();
      const engine = createEngine(createTestWorld({ fetch: product.names.fetch, files }));
      const reference = `${product.repository}:crane`;
      assert.equal((await engine.inspectImage(reference, noSignal)).digest, digest);
      await signAs(engine, { reference }, ann);
      const report = await engine.verify(verifyRequest(reference, { trusted: [ann] }), noSignal);
      assert.equal(report.verdict, 'verified');
      engine.dispose();
      const tag = signatureTag(report.digest);
      assert.deepEqual(await lines('ls', repository), ['1.0', 'crane', tag].sort());
      assert.match(
        await crane.run('manifest', `${repository}:${tag}`),
        /dev\.cosignproject\.cosign\/signature/,
      );
    });

    it(noCatalog.includes(name) ? 'is given no list of repositories' : 'lists the repositories', async () => {
      const listing = lines('catalog', product.address);
      if (noCatalog.includes(name)) return assert.rejects(listing);
      assert.ok((await listing).includes(repository.slice(product.address.length + 1)));
    });

    it(
      noDelete.includes(name) ? 'deletes nothing by a tag' : 'deletes what it pushed, and leaves the rest',
      async () => {
        await push('crane');
        const deleting = crane.run('delete', `${repository}:crane`);
        if (noDelete.includes(name)) return assert.rejects(deleting);
        await deleting;
        assert.deepEqual(await lines('ls', repository), ['1.0']);
      },
    );
  });
}
