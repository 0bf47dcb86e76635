// Restricted mode: whatever a folder brings, none of its settings counts (security N2).
import assert from 'node:assert/strict';
import { settingsBehind } from '../../src/host/commands/signChanges.ts';
import * as config from '../../src/host/config.ts';
import { folderNamed, removeSettings, settingsFileOf, writeSettings } from '../support/vscode/settings.ts';
import { writableLevels } from '../../src/host/writableLevels.ts';

describe('settings in restricted mode', () => {
  const folder = folderNamed();

  after(() => removeSettings(settingsFileOf(folder)));

  it('of the folder are not there: no rule, no registry, no signature repository [N2] [S1]', async () => {
    await writeSettings(settingsFileOf(folder), {
      'countersign.trustedSigners': [{ images: '**', keys: ['evil.pub'] }],
      'countersign.registries': ['evil.example'],
      'countersign.insecureRegistries': ['evil.example'],
      'countersign.certificates': { 'ghcr.io': { ca: '/evil.crt' } },
      'countersign.signatureRepository': 'evil.example/sigs',
      'countersign.signatureRepositoryLayout': 'shared',
      'countersign.legacyMediaTypes': true,
      'countersign.showSignatureTags': true,
    });
    assert.equal(config.showsSignatureTags(), false);
    assert.deepEqual(config.trustLevels(folder), []);
    assert.deepEqual(config.registries(), []);
    assert.deepEqual(config.insecureRegistries(), []);
    assert.equal(config.ownValue('certificates'), undefined);
    assert.deepEqual(config.signatureSettings(folder), {
      signatureRepository: undefined,
      layout: undefined,
      legacyMediaTypes: undefined,
    });
  });

  it('are written to the user’s own only', () => {
    assert.deepEqual(writableLevels(), ['user']);
  });

  it('do not become those of every window because one registry refuses media types', async () => {
    const settings = await settingsBehind('use-legacy-media-types', folder);
    assert.deepEqual(settings?.legacyMediaTypes, { value: true, origin: { kind: 'asked', name: '' } });
    assert.equal(config.signatureSettings(folder).legacyMediaTypes, undefined);
  });
});
