// A walk over the settings of the manifest: none lets a repository that nobody trusts yet decide anything (security N2).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/task/tools.ts';

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
}

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const { properties } = manifest.contributes.configuration;
const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;

/** What only changes how things look. */
const displayOnly = ['countersign.showSignatureTags', 'countersign.tagOrder'];

describe('the settings of the manifest', () => {
  for (const [name, { scope }] of Object.entries(properties)) {
    it(`keep ${name} from a workspace that is not trusted, unless it only changes how things look [N2]`, () => {
      const isUsersOwn = scope === 'application';
      assert.ok(isUsersOwn || displayOnly.includes(name) || restrictedConfigurations.includes(name));
    });
  }

  it('give what weakens transport to the person alone: no workspace can set it [S10]', () => {
    for (const name of ['insecureRegistries', 'certificates']) {
      assert.equal(properties[`countersign.${name}`]?.scope, 'application', name);
    }
  });

  it('have the scopes that a remote window takes from the person’s own settings [V2]', () => {
    const scopes = Object.fromEntries(Object.entries(properties).map(([name, { scope }]) => [name, scope]));
    assert.deepEqual(scopes, {
      'countersign.registries': 'window',
      'countersign.showSignatureTags': 'window',
      'countersign.tagOrder': 'window',
      'countersign.signatureRepository': 'resource',
      'countersign.signatureRepositoryLayout': 'resource',
      'countersign.legacyMediaTypes': 'resource',
      'countersign.trustedSigners': 'resource',
      'countersign.insecureRegistries': 'application',
      'countersign.certificates': 'application',
    });
  });

  it('restrict nothing that does not exist, and the extension works restricted', () => {
    assert.equal(supported, 'limited');
    assert.deepEqual(
      restrictedConfigurations.filter((name) => properties[name] === undefined),
      [],
    );
  });
});
