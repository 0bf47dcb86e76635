// The settings as VS Code really hands them out, level by level.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isEngineError } from '../../src/engine/errors.ts';
import * as config from '../../src/host/config.ts';
import {
  folderNamed,
  machineSettingsFile,
  removeSettings,
  settingsFileOf,
  writeSettings,
} from '../support/vscode/settings.ts';

const rule = { images: 'ghcr.io/acme/**', keys: ['keys/release.pub'] };
const other = { images: 'ghcr.io/other/**', keys: ['keys/other.pub'] };

describe('settings', () => {
  const folder = folderNamed();
  const file = settingsFileOf(folder);

  afterEach(async () => {
    removeSettings(machineSettingsFile());
    for (const setting of [
      'trustedSigners',
      'registries',
      'signatureRepository',
      'showSignatureTags',
    ] as const) {
      const configuration = vscode.workspace.getConfiguration('countersign');
      await configuration.update(setting, undefined, vscode.ConfigurationTarget.Global);
    }
    await writeSettings(file, {});
  });

  it('give the rules of every level apart and untouched, the file named [S1]', async () => {
    await config.addTrustRule(rule, 'user', folder);
    await config.addTrustRule(other, 'workspace', folder);
    assert.deepEqual(config.trustLevels(folder), [
      { level: 'user', source: 'your user settings', value: [rule] },
      { level: 'workspace', source: '.vscode/settings.json', value: [other] },
    ]);
  });

  it('hand on a broken rule as it stands, and a level that set nothing not at all [S3]', async () => {
    await writeSettings(file, { 'countersign.trustedSigners': { images: 7 } });
    const levels = config.trustLevels(folder);
    assert.deepEqual(levels, [{ level: 'workspace', source: '.vscode/settings.json', value: { images: 7 } }]);
  });

  it('add a rule behind those of its level, and to nothing that is no list', async () => {
    await config.addTrustRule(rule, 'workspace', folder);
    await config.addTrustRule(other, 'workspace', folder);
    assert.deepEqual(config.trustLevels(folder)[0]?.value, [rule, other]);
    await writeSettings(file, { 'countersign.trustedSigners': 'x' });
    const adding = config.addTrustRule(rule, 'workspace', folder);
    await assert.rejects(adding, (error) => isEngineError(error, 'bad-setting'));
  });

  it('of the remote machine, which a dev container can bring, are nobody’s trust rules [S1] [S10]', async () => {
    const values = {
      'countersign.trustedSigners': [rule],
      'countersign.insecureRegistries': ['evil.example'],
      'countersign.certificates': { 'ghcr.io': { ca: '/evil.crt' } },
      'countersign.signatureRepository': 'ghcr.io/machine/sigs',
    };
    await writeSettings(machineSettingsFile(), values);
    assert.equal(config.signatureSettings(folder).signatureRepository?.value, 'ghcr.io/machine/sigs');
    assert.deepEqual(config.trustLevels(folder), []);
    assert.deepEqual(config.insecureRegistries(), []);
    assert.equal(config.ownValue('certificates'), undefined);
  });

  it('of a folder cannot make a registry insecure, nor name whose certificates it takes [S10] [N2]', async () => {
    await writeSettings(file, {
      'countersign.insecureRegistries': ['evil.example:5000'],
      'countersign.certificates': { 'ghcr.io': { ca: '/evil.crt' } },
    });
    assert.deepEqual(config.insecureRegistries(), []);
    assert.equal(config.ownValue('certificates'), undefined);
  });

  it('show the registries of all levels, and remove one from each that holds it [S1]', async () => {
    await config.addRegistry('ghcr.io/acme', 'user');
    await config.addRegistry('ghcr.io/acme', 'user');
    await config.addRegistry('localhost:5000', 'workspace');
    await config.addRegistry('ghcr.io/acme', 'workspace');
    assert.deepEqual(config.registries(), [
      { name: 'ghcr.io/acme', levels: ['user', 'workspace'] },
      { name: 'localhost:5000', levels: ['workspace'] },
    ]);
    await config.removeRegistry('ghcr.io/acme');
    assert.deepEqual(config.registries(), [{ name: 'localhost:5000', levels: ['workspace'] }]);
  });

  it('say where the signature repository comes from; an empty one is none, and defaults are nobody’s [V2]', async () => {
    const none = { signatureRepository: undefined, layout: undefined, legacyMediaTypes: undefined };
    assert.deepEqual(config.signatureSettings(folder), none);
    const configuration = vscode.workspace.getConfiguration('countersign');
    await configuration.update('signatureRepository', 'ghcr.io/mine/sigs', vscode.ConfigurationTarget.Global);
    assert.deepEqual(config.signatureSettings(folder).signatureRepository, {
      value: 'ghcr.io/mine/sigs',
      origin: { kind: 'user', name: '' },
    });
    await writeSettings(file, {
      'countersign.signatureRepository': ' ',
      'countersign.signatureRepositoryLayout': 'shared',
      'countersign.legacyMediaTypes': true,
    });
    assert.deepEqual(config.signatureSettings(folder), {
      signatureRepository: undefined,
      layout: { value: 'shared', origin: { kind: 'workspace', name: '' } },
      legacyMediaTypes: { value: true, origin: { kind: 'workspace', name: '' } },
    });
  });

  it('of the wrong kind are an error that names them', async () => {
    for (const [setting, value] of [
      ['signatureRepository', 7],
      ['signatureRepositoryLayout', 'perimage'],
      ['legacyMediaTypes', 'yes'],
    ] as const) {
      await writeSettings(file, { [`countersign.${setting}`]: value });
      assert.throws(
        () => config.signatureSettings(folder),
        (error) => isEngineError(error, 'bad-setting') && error.details.setting === `countersign.${setting}`,
      );
    }
  });

  it('tell of a change, and of which', async () => {
    const changed = new Promise<readonly boolean[]>((resolve) => {
      const listener = config.onDidChangeSettings((affects) => {
        if (!affects('registries')) return;
        listener.dispose();
        resolve([affects('trustedSigners'), affects('trustedSigners', 'registries')]);
      });
    });
    await config.addRegistry('ghcr.io/acme', 'workspace');
    assert.deepEqual(await changed, [false, true]);
  });

  it('show signature tags at the level that says so already', async () => {
    await config.setShowSignatureTags(true);
    assert.equal(config.showsSignatureTags(), true);
    await writeSettings(file, { 'countersign.showSignatureTags': true });
    await config.setShowSignatureTags(false);
    assert.equal(config.showsSignatureTags(), false);
  });
});
