// Every emulated product, whatever its ways, is a registry in which Countersign lists, signs twice and verifies.
import assert from 'node:assert/strict';
import type { SignInTrial } from '../../../src/engine/signIn.ts';
import type { UserLogin } from '../../demo/authOptions.ts';
import { emulated, type ProductName } from '../../demo/products/startProduct.ts';
import { makeSigner, noSignal } from '../../support/scene.ts';
import { errorOf, newProductStage, type ProductStage, stageAt } from './stage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

for (const name of Object.keys(emulated) as ProductName[]) {
  describe(`the emulated ${name}`, () => {
    let stage: ProductStage;
    beforeEach(async () => {
      stage = await newProductStage(name);
    });
    afterEach(() => stage.stop());

    it('is signed twice, verified and listed', async () => {
      assert.equal((await stage.sign(ann)).outcome, 'signed');
      assert.equal((await stage.sign(ben)).outcome, 'signed');
      const fresh = stageAt(stage.product);
      assert.equal((await fresh.verify([ann])).verdict, 'verified');
      assert.equal((await fresh.verify([ben])).verdict, 'verified');
      assert.deepEqual((await fresh.tags()).toSorted().at(0), '1.0');
      fresh.engine.dispose();
    });

    it('takes a login that is tried, tells its rights and refuses a wrong one', async () => {
      const { registry, repository, writer, reader } = stage.product;
      const path = repository.slice(registry.length + 1);
      const tried = (login: UserLogin): Promise<SignInTrial> => {
        const { user: username, password } = login;
        const secret = { kind: 'basic', username, password } as const;
        return stage.engine.trySignIn({ registry, repository: path, login: secret }, noSignal);
      };
      const granted = await tried(writer);
      assert.deepEqual([granted.login, granted.pull], ['accepted', 'granted']);
      assert.notEqual(granted.push, 'denied');
      const reading = await tried(reader);
      assert.deepEqual([reading.login, reading.pull], ['accepted', 'granted']);
      assert.notEqual(reading.push, 'granted');
      const { code } = await errorOf(tried({ user: writer.user, password: 'wrong' }));
      assert.ok(['not-signed-in', 'token-refused'].includes(code), code);
    });

    it('lets a reader verify and not sign', async () => {
      const reading = stageAt(stage.product, stage.product.reader);
      assert.equal((await reading.verify([ann])).verdict, 'unsigned');
      const { code } = await errorOf(reading.sign(ann));
      assert.ok(['forbidden', 'not-signed-in', 'token-refused'].includes(code), code);
    });

    it('calls no image unsigned that is missing or hidden', async () => {
      for (const repository of [stage.product.missing, stage.product.foreign]) {
        if (name === 'ecr-public' && repository === stage.product.foreign) continue; // everybody reads there
        const { code } = await errorOf(stage.verify([ann], `${repository}:1.0`));
        assert.ok(
          ['subject-not-found', 'forbidden', 'not-signed-in', 'token-refused'].includes(code),
          `${repository}: ${code}`,
        );
      }
    });
  });
}
