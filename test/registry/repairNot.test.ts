// Repair believes nothing of the journal but a signature of an own key, and does nothing that was not confirmed.
import assert from 'node:assert/strict';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { payloadType } from '../../src/engine/signatures/payload.ts';
import { newSignatureImage, type NewSignature } from '../../src/engine/signatures/signatureImage.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { bury } from '../../src/engine/store/tombstones.ts';
import { repositoryOf } from '../demo/state.ts';
import { pathOf, signatureBy, signaturesAt } from '../support/rival.ts';
import { ann, ben, eve, newRepairStage, type RepairStage } from './repairStage.ts';

describe('what a repair does not do', () => {
  let at: RepairStage;
  beforeEach(async () => {
    at = await newRepairStage();
  });
  afterEach(() => at.stop());

  it('writes back nothing that was removed in another window meanwhile [S34] [N7]', async () => {
    await at.signAndClose();
    at.lose(ben);
    const planned = await at.plan(ann);
    const { layers } = newSignatureImage([signatureIn(at.disk.files)], 'oci', 'x');
    await bury(at.world, `${at.stage.image.repository}:${signatureTag(at.stage.image.digest)}`, layers);
    assert.deepEqual(await at.run(planned), [{ kind: 'changed' }]);
    assert.equal(await at.waiting(), 0);
    assert.equal(await at.isVerified(ann), false);
  });

  it('offers nothing that was removed here, though its entry is still there [S34]', async () => {
    await at.signAndClose();
    at.lose(ben);
    const planned = await at.plan(ann);
    const entries = new Map(at.disk.files);
    const { layers } = newSignatureImage([signatureIn(entries)], 'oci', 'x');
    await bury(at.world, `${at.stage.image.repository}:${signatureTag(at.stage.image.digest)}`, layers);
    // The window that signed wrote it once more in the same moment.
    for (const [path, bytes] of entries) at.disk.files.set(path, bytes);
    assert.deepEqual(at.findings(await at.plan(ann)), [{ kind: 'removed-here' }]);
    assert.deepEqual(await at.run(planned), [{ kind: 'changed' }]);
    assert.equal(await at.isVerified(ann), false);
  });

  it('does nothing with what no own key made [S34]', async () => {
    await at.signAndClose();
    at.lose(ben);
    const planned = await at.plan(ben);
    assert.deepEqual(at.findings(planned), [{ kind: 'no-own-key' }]);
    assert.deepEqual(await at.run(planned), [{ kind: 'left' }]);
    assert.deepEqual(at.stage.registry.requests, []);
  });

  it('does not take another’s signature for an own one because the journal says so [S34] [N7]', async () => {
    await at.signAndClose();
    at.lose(ben);
    const forged = signatureBy(eve, at.stage.image);
    const [layer] = newSignatureImage([forged], 'oci', 'x').layers;
    at.tamper((entry) => (entry['layers'] = [layer?.source]));
    assert.deepEqual(at.findings(await at.plan(ann, ben)), [{ kind: 'not-ours' }]);
  });

  it('does not put a signature under the tag of another image [S34] [N7]', async () => {
    await at.signAndClose();
    at.lose(ben);
    at.tamper((entry) => (entry['tag'] = signatureTag(digestOf(new Uint8Array()))));
    assert.deepEqual(at.findings(await at.plan(ann)), [{ kind: 'not-ours' }]);
  });

  it('does not take what an own key signed for something else for the signature of an image [S34] [N7]', async () => {
    await at.signAndClose();
    at.lose(ben);
    const meant = Buffer.from(signatureBy(ann, at.stage.image).payload).toString();
    const payload = Buffer.from(meant.replace(payloadType, 'a delivery note'));
    assert.notEqual(payload.toString(), meant);
    const signed = { payload, signature: ann.open.sign(payload) };
    const [layer] = newSignatureImage([signed], 'oci', 'x').layers;
    at.tamper((entry) =>
      Object.assign(entry, { payload: payload.toString('base64'), layers: [layer?.source] }),
    );
    assert.deepEqual(at.findings(await at.plan(ann)), [{ kind: 'not-ours' }]);
  });

  it('believes no list of keys in which another key goes by the fingerprint of an own one [S34] [S7]', async () => {
    await at.signAndClose();
    at.lose(ben);
    const [layer] = newSignatureImage([signatureBy(eve, at.stage.image)], 'oci', 'x').layers;
    at.tamper((entry) => (entry['layers'] = [layer?.source]));
    const disguised = { ...eve, key: { ...eve.key, fingerprint: ann.key.fingerprint } };
    assert.deepEqual(at.findings(await at.plan(disguised)), [{ kind: 'not-ours' }]);
  });

  it('does not write with another credential than the one that wrote [S34] [S26]', async () => {
    await at.signAndClose();
    at.lose(ben);
    at.tamper((entry) => (entry['credential'] = '0'.repeat(64)));
    assert.deepEqual(at.findings(await at.plan(ann)), [{ kind: 'other-credential' }]);
    assert.deepEqual(at.stage.registry.requests, []);
  });

  it('signs nothing that is not there any more [S34]', async () => {
    await at.signAndClose();
    at.lose(ben);
    const { manifests } = repositoryOf(at.stage.registry.state, pathOf(at.stage.image));
    manifests.delete(at.stage.image.digest);
    assert.deepEqual(at.findings(await at.plan(ann)), [{ kind: 'image-gone' }]);
  });

  it('stops at an entry that is another than the one that was confirmed [N7]', async () => {
    await at.signAndClose();
    at.lose(ben);
    const planned = await at.plan(ann);
    at.tamper((entry) => (entry['writtenAt'] = 1));
    assert.deepEqual(await at.run(planned), [{ kind: 'changed' }]);
    assert.equal(signaturesAt(at.stage.registry, at.stage.image), 1);
  });

  it('goes on where only a look of another window came between [S34]', async () => {
    await at.signAndClose();
    at.lose(ben);
    const planned = await at.plan(ann);
    at.tamper((entry) => (entry['state'] = 'lost'));
    assert.deepEqual(await at.run(planned), [{ kind: 'written-back', unconfirmed: undefined }]);
  });

  it('tells of a place that it could not read, and leaves the entry', async () => {
    await at.signAndClose();
    at.answer((path) => (path.endsWith('.sig') ? 403 : undefined));
    const planned = await at.plan(ann);
    assert.deepEqual(at.findings(planned), [{ kind: 'could-not-look', reason: 'forbidden' }]);
    assert.deepEqual(await at.run(planned), [{ kind: 'left' }]);
    assert.equal(await at.waiting(), 1);
  });

  it('shows what is no entry, and does nothing with it [N7]', async () => {
    at.disk.files.set('journal/0.json', new TextEncoder().encode('{"version":1}'));
    const planned = await at.plan(ann);
    assert.deepEqual(planned.bad, [{ id: '0.json', problem: 'garbled' }]);
    assert.deepEqual(await at.run(planned), []);
    assert.ok(at.world.logged.some((line) => line.includes('0.json is not used: garbled')));
  });
});

/** The signature that the one entry of the journal would write back. */
function signatureIn(files: ReadonlyMap<string, Uint8Array>): NewSignature {
  const entry = JSON.parse(new TextDecoder().decode([...files.values()][0])) as {
    readonly payload: string;
    readonly layers: readonly string[];
  };
  const signature = /cosign\/signature":"([^"]*)"/.exec(entry.layers[0] ?? '')?.[1] ?? '';
  return { payload: Buffer.from(entry.payload, 'base64'), signature: Buffer.from(signature, 'base64') };
}
