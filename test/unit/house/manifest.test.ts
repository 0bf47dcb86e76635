// The checks of the manifest and of the repository find what they are there to find.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundles } from '../../../esbuild.mjs';
import {
  idProblems,
  marketplaceProblems,
  readManifest,
  textProblems,
  type Manifest,
} from '../../support/task/manifest.ts';
import { machinePaths } from '../../support/task/repository.ts';
import { root } from '../../support/task/tools.ts';

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

function marketplace(change: Partial<Manifest>): string[] {
  return marketplaceProblems({ ...readManifest(), ...change });
}

describe('npm run check', () => {
  it('refuses a manifest that the marketplace would not take [V14]', () => {
    assert.deepEqual(marketplace({}), []);
    assert.deepEqual(marketplace({ publisher: '' }), ['publisher is missing']);
    assert.deepEqual(marketplace({ repository: {} }), ['repository.url is missing']);
    assert.match(marketplace({ icon: 'media/activity.svg' }).join(), /icon is no PNG/);
    assert.match(
      marketplace({ engines: { vscode: '^1.105.0' } }).join(),
      /@types\/vscode 1\.106\.0 is newer/,
    );
    assert.match(marketplace({ enabledApiProposals: ['chatProvider'] }).join(), /proposed APIs/);
    for (const event of ['*', 'onStartupFinished', 'onLanguage', 'onLanguage:dockerfile'])
      assert.match(marketplace({ activationEvents: [event] }).join(), /must not activate/, event);
    assert.match(marketplace({ dependencies: { left: '^1.0.0' } }).join(), /left has no exact version/);
  });

  it('refuses a command, view or setting that only one of manifest and ids.ts knows', () => {
    const manifest = readManifest();
    assert.deepEqual(idProblems(manifest), []);
    const commands = [
      ...(manifest.contributes.commands ?? []).slice(1),
      { command: 'countersign.x', title: '' },
    ];
    assert.deepEqual(idProblems({ ...manifest, contributes: { ...manifest.contributes, commands } }), [
      'command countersign.x is not in src/host/ids.ts',
      `command ${manifest.contributes.commands?.[0]?.command ?? ''} is not in package.json`,
    ]);
  });

  it('refuses a text that is missing, unused or written into the manifest', () => {
    const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
    assert.deepEqual(textProblems(read('package.json'), texts), []);
    assert.deepEqual(textProblems(read('package.json'), { ...texts, extra: 'x' }), [
      'extra of package.nls.json is used nowhere',
    ]);
    const written = read('package.json').replace('"%command.sign%"', '"Sign Image"');
    assert.deepEqual(textProblems(written, texts), [
      'command.sign of package.nls.json is used nowhere',
      'the title of countersign.sign is not in package.nls.json',
    ]);
  });

  it('refuses paths of the machine that the work was done on', () => {
    const container = ['', 'root', 'project'].join('/');
    assert.deepEqual(machinePaths(`see ${container}/file`, []), [container]);
    assert.deepEqual(machinePaths('see ~/project, a/root/b, https://example.com/root/x', []), []);
    assert.deepEqual(machinePaths('in /home/somebody/project/a', ['/home/somebody']), ['/home/somebody']);
  });
});

describe('the manifest', () => {
  it('lets a walkthrough step be done when something was achieved, not when a command was tried [V12]', () => {
    const steps = (readManifest().contributes.walkthroughs ?? []).flatMap((walkthrough) => walkthrough.steps);
    assert.ok(steps.length > 0);
    for (const { id, completionEvents } of steps)
      assert.match((completionEvents ?? []).join(), /^onContext:countersign\.\w+$/, id);
  });
});

describe('the texts of the manifest', () => {
  it('promise no keychain: whether there is one shows only when a key is kept [S42]', () => {
    const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
    const promises = Object.values(texts).filter((text) => text.includes('keychain of'));
    assert.ok(promises.length > 0);
    for (const text of promises) assert.match(text, /keychain of this \w+ where there is one/);
  });
});

describe('the bundles', () => {
  for (const bundle of bundles)
    it(`count nothing and report nothing: no telemetry in ${bundle.file} [V12]`, () => {
      const text = readFileSync(path.join(root, 'dist', bundle.file), 'utf8');
      assert.doesNotMatch(
        text,
        /createTelemetryLogger|TelemetryLogger|applicationinsights|isTelemetryEnabled/i,
      );
    });
});
