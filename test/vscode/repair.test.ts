// Repair Signatures in VS Code: what waits shows as a badge and a row, the plan shows before anything is written.
import assert from 'node:assert/strict';
import type { Unconfirmed } from '../../src/engine/plan.ts';
import { sign } from '../../src/host/commands/sign.ts';
import { repair } from '../../src/host/commands/repair.ts';
import { playPerson } from '../support/vscode/person.ts';
import { played } from './flowHost.ts';
import { confirm, password, pick, signScene } from './signScene.ts';

describe('repairing in VS Code', () => {
  const scene = signScene();

  async function signAndLose(): Promise<void> {
    await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image(),
      confirm,
      password('word'),
    );
    const tags = scene.registry.state.repositories.get('demo/unsigned')?.tags;
    for (const tag of scene.signatureTags()) tags?.delete(tag);
  }

  it('shows what would be written back and writes it only when that is chosen [S34, S38]', async () => {
    await signAndLose();
    const before = scene.writes();
    const person = playPerson(pick(/^Write 1 signature back$/, /Repair Signatures/));
    try {
      await repair(scene.flow.host, undefined);
    } finally {
      person.leave();
    }
    assert.ok(person.shown.some((line) => line.includes('Missing, would be written back')));
    assert.ok(person.shown.some((line) => line.includes('signed by release')));
    assert.ok(person.shown.some((line) => /The signature in .* is written back\./.test(line)));
    assert.ok(scene.writes() > before);
    assert.equal(scene.signatureTags().length, 1);
  });

  it('writes nothing when the person gives up, also at a single one [S38]', async () => {
    await signAndLose();
    const before = scene.writes();
    const giveUp = { type: 'pick', label: undefined } as const;
    const person = playPerson(
      pick(/^Missing/, /Repair Signatures/),
      { ...giveUp, about: /Missing, would be written back/ },
      { ...giveUp, about: /Repair Signatures/ },
    );
    try {
      await repair(scene.flow.host, { kind: 'signatureTag', repository: 'x', tag: 'y' });
    } finally {
      person.leave();
    }
    assert.equal(scene.writes(), before);
  });

  it('lets the person leave one as it is, and waits for it no longer', async () => {
    await signAndLose();
    const before = scene.writes();
    const person = playPerson(
      pick(/^Missing/, /Repair Signatures/),
      pick(/^Leave it as it is/, /Missing, would be written back/),
    );
    try {
      await repair(scene.flow.host, undefined);
    } finally {
      person.leave();
    }
    assert.equal(scene.writes(), before);
    await played(() => repair(scene.flow.host, undefined), /Nothing that was signed on this machine/);
  });

  it('says that nothing waits where nothing does', async () => {
    const shown = await played(
      () => repair(scene.flow.host, undefined),
      /Nothing that was signed on this machine/,
    );
    assert.equal(scene.registry.requests.length, 0);
    assert.ok(shown.length > 0);
  });

  it('shows what waits as a badge and a row, without asking a registry, and not where nothing was written [U15]', async () => {
    let asked = 0;
    type Entry = Unconfirmed['entries'][number];
    const lost: Entry = { id: 'a.json', repository: 'ghcr.io/acme/app', tag: 'sha256-0.sig', state: 'lost' };
    const seen: Entry = { ...lost, id: 'b.json', state: 'seen' };
    let entries: readonly Entry[] = [lost, seen];
    await scene.use((real) => ({
      unconfirmed: () => {
        asked += 1;
        return Promise.resolve({ entries, bad: [] });
      },
      runSign: (...run) => real.runSign(...run),
    }));
    const { host, provider, badge } = scene.flow;
    await host.registries.recount();
    assert.equal(asked, 0, 'nothing was written yet: the engine is not loaded for it');
    await played(() => sign(host, undefined), /is signed by/, scene.image(), confirm, password('word'));
    scene.registry.requests.length = 0;
    await host.registries.recount();
    assert.equal(badge()?.value, 1);
    const [row] = (await provider.getChildren()) ?? [];
    assert.equal(row?.kind, 'unconfirmed');
    assert.equal(row.treeItem().label, '1 signature is missing or not confirmed');
    assert.deepEqual(
      scene.registry.requests.filter(({ path }) => !path.endsWith('.sig')),
      [],
      'only the looks behind the result ask',
    );
    entries = [seen]; // read back, and the window was closed behind it: no cause for alarm
    await host.registries.recount();
    assert.equal(badge(), undefined);
    assert.ok(!((await provider.getChildren()) ?? []).some(({ kind }) => kind === 'unconfirmed'));
  });
});
