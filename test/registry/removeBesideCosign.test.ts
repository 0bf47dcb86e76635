// Removing beside real cosign 2 and 3: what is removed here cosign sees as gone, what cosign cleaned is gone here, and of
// two signers cosign goes on verifying the one who stays.
import assert from 'node:assert/strict';
import type { EngineApi } from '../../src/engine/api.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { parsePublicKey } from '../../src/engine/keys/publicKey.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { newCosign, type Cosign, type CosignKey } from '../support/cosign.ts';
import { startDistribution } from '../support/distribution.ts';
import { startGgcrRegistry } from '../support/ggcrRegistry.ts';
import { findPeer } from '../support/peers.ts';
import { lookAt, remove, removeRequest } from '../support/removal.ts';
import { pushImage, type PushedImage } from '../support/sampleImages.ts';
import { noSignal, verifyRequest } from '../support/scene.ts';
import type { RunningServer } from '../support/serverProcess.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld } from '../support/world.ts';

const registries = {
  distribution: () => startDistribution({ version: 'v3' }, noSignal),
  'distribution that deletes nothing': () => startDistribution({ version: 'v3', deletes: false }, noSignal),
  'go-containerregistry': () => startGgcrRegistry({ referrers: false }, noSignal),
} as const;

for (const [peer, major] of [
  ['cosign2', 2],
  ['cosign3', 3],
] as const) {
  for (const [name, start] of Object.entries(registries)) {
    describe(`removing beside ${peer} at ${name}`, function () {
      this.timeout(60_000);
      const deletes = name !== 'distribution that deletes nothing';
      let cosign: Cosign | undefined;
      let server: RunningServer | undefined;
      let engine: EngineApi;
      let image: PushedImage;
      let keys: readonly CosignKey[];
      before(async function () {
        const program = await findPeer(peer);
        const registry = await findPeer(name.startsWith('distribution') ? 'distribution' : 'ggcr-registry');
        if (program === undefined || registry === undefined) skipTest(this, 'npm run test:interop builds it');
        cosign = await newCosign(program, major);
        keys = [await cosign.generateKey('ann', noSignal), await cosign.generateKey('ben', noSignal)];
      });
      beforeEach(async () => {
        server = await start();
        image = await pushImage(server.address, 'demo/app', '1.0');
        engine = createEngine(createTestWorld());
      });
      afterEach(async () => {
        engine.dispose();
        await server?.stop();
      });
      after(() => cosign?.dispose());

      const reference = (): string => `${image.repository}@${image.digest}`;
      const run = async (...args: readonly string[]) => {
        assert.ok(cosign !== undefined);
        return cosign.run(args, {}, noSignal);
      };
      const sign = async (key: CosignKey | undefined): Promise<void> => {
        assert.ok(cosign !== undefined && key !== undefined);
        const { code, stderr } = await cosign.sign(reference(), key, {}, noSignal);
        assert.equal(code, 0, stderr);
      };
      const verifies = async (key: CosignKey | undefined): Promise<boolean> => {
        assert.ok(cosign !== undefined && key !== undefined);
        return (await cosign.verify(reference(), key.publicKeyFile, {}, noSignal)).code === 0;
      };
      const removeAll = async (): Promise<void> => {
        const whenEmpty = deletes ? 'delete' : 'empty-list';
        await remove(engine, reference(), { kind: 'all' }, { whenEmpty });
      };

      it('takes one of two signers away, and cosign verifies the other', async () => {
        const [anns, bens] = keys;
        await sign(anns);
        await sign(bens);
        const pem = anns?.publicKeyPem ?? '';
        const { fingerprint } = parsePublicKey(pem, 'ann');
        const key = { fingerprint, label: 'ann', publicKeyPem: pem };
        await remove(engine, reference(), { kind: 'signer', key });
        assert.equal(await verifies(anns), false);
        assert.equal(await verifies(bens), true);
      });

      it('is seen as gone by cosign, which names the same tag and can sign again', async () => {
        const [anns] = keys;
        await sign(anns);
        const { stdout } = await run('triangulate', reference());
        assert.equal(stdout.trim(), `${image.repository}:${signatureTag(image.digest)}`);
        await removeAll();
        assert.equal(await verifies(anns), false);
        assert.match((await run('download', 'signature', reference())).stderr, /no signatures associated/);
        await sign(anns);
        assert.equal(await verifies(anns), true);
      });

      if (!deletes) return;
      it('sees as gone what cosign cleaned', async () => {
        const [anns] = keys;
        await sign(anns);
        const { code, stderr } = await run('clean', '-f', '--type', 'signature', reference());
        assert.equal(code, 0, stderr);
        const plan = await engine.planRemove(removeRequest(reference()), noSignal);
        assert.deepEqual(plan.lists, []);
        const { verdict } = await engine.verify(verifyRequest(reference()), noSignal);
        assert.equal(verdict, 'unsigned');
        const { status } = await lookAt(server?.address ?? '', 'demo/app', signatureTag(image.digest));
        assert.equal(status, 404);
      });
    });
  }
}
