// The lint rules that keep the shape of the house refuse what they are there to refuse: the repository's own
// eslint.config.mjs lints small samples as if they stood in a room.
import assert from 'node:assert/strict';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { table } from '../../../eslint.config.mjs';
import { tableProblems } from '../../support/lint/rooms.ts';
import { root } from '../../support/task/tools.ts';

const eslint = new ESLint({
  cwd: root,
  // Samples are no files of the project, so the rules that ask for types are off; the house's own need none.
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false } } },
  ],
});

/** The names of the rules that refuse this line in this file. */
async function refusals(filePath: string, line: string): Promise<string[]> {
  const code = `// A sample.\n${line}\n`;
  const [result] = await eslint.lintText(code, { filePath: `${root}/${filePath}` });
  assert.ok(result);
  assert.equal(result.fatalErrorCount, 0, result.messages[0]?.message);
  return result.messages
    .map((message) => message.ruleId ?? '')
    .filter((rule) => !rule.endsWith('unused-vars'));
}

/** File, line, and the rule that refuses it. */
const refused: readonly (readonly [file: string, line: string, rule: string])[] = [
  // Upwards, sideways, and past the room in between.
  ['src/engine/oci/a.ts', "import { x } from '../http/x.ts';", 'house/direction'],
  ['src/engine/http/a.ts', "import type { X } from '../registry/x.ts';", 'house/direction'],
  ['src/engine/checks/a.ts', "import { x } from '../registry/x.ts';", 'house/direction'],
  ['src/engine/places/a.ts', "import { x } from '../store/x.ts';", 'house/direction'],
  ['src/engine/keys/a.ts', "import { x } from '../registry/x.ts';", 'house/direction'],
  ['src/engine/verbs/a.ts', "export type X = import('../../host/host.ts').Host;", 'house/direction'],
  ['src/engine/verbs/a.ts', "import { x } from '../http/x.ts';", 'house/direction'],
  ['src/engine/verbs/a.ts', "const x = await import('../engine.ts');", 'house/direction'],
  ['src/engine/errors.ts', "import type { Digest } from './oci/digest.ts';", 'house/direction'],
  ['src/engine/surprise/a.ts', "import { x } from '../errors.ts';", 'house/direction'],
  ['src/engine/oci/a.ts', "import { commands } from '../../host/ids.ts';", 'house/direction'],
  ['src/host/a.ts', "import { sign } from '../engine/verbs/sign.ts';", 'house/direction'],
  ['src/host/a.ts', "import { createEngine } from '../engine/engine.ts';", 'house/direction'],
  ['src/host/a.ts', "import type { X } from '../engine/registry/x.ts';", 'house/direction'],
  ['src/host/a.ts', "import { activate } from '../extension.ts';", 'house/direction'],
  ['src/extension.ts', "import { sign } from './engine/verbs/sign.ts';", 'house/direction'],
  // What the engine must not know or touch.
  ['src/engine/verbs/a.ts', "import * as vscode from 'vscode';", 'house/only-here'],
  ['src/engine/verbs/a.ts', "import type { Uri } from 'vscode';", 'house/only-here'],
  ['src/engine/keys/a.ts', "import keytar from 'keytar';", 'house/only-here'],
  ['src/engine/keys/a.ts', "import { readFile } from 'node:fs/promises';", 'house/only-here'],
  ['src/engine/keys/a.ts', "import { readFileSync } from 'fs';", 'house/only-here'],
  ['src/engine/credentials/a.ts', "import { execFile } from 'node:child_process';", 'house/only-here'],
  ['src/engine/credentials/a.ts', "import { env } from 'node:process';", 'house/only-here'],
  ['src/engine/credentials/a.ts', 'export const home = process.env.HOME;', 'house/only-here'],
  ['src/engine/oci/a.ts', 'export const x = process;', 'house/only-here'],
  ['src/engine/http/a.ts', 'export const now = Date.now();', 'house/only-here'],
  ['src/engine/http/a.ts', 'setTimeout(() => undefined, 5);', 'house/only-here'],
  ['src/engine/http/a.ts', "import { setImmediate } from 'node:timers/promises';", 'house/only-here'],
  ['src/engine/store/a.ts', "import { setTimeout } from 'timers';", 'house/only-here'],
  ['src/engine/oci/a.ts', "console.log('x');", 'house/only-here'],
  // The network has one room.
  ['src/engine/registry/a.ts', "await fetch('https://example.com');", 'house/only-here'],
  ['src/engine/registry/a.ts', 'const x = world.fetch;', 'house/only-here'],
  ['src/engine/registry/a.ts', 'await http.world.fetch(1);', 'house/only-here'],
  ['src/engine/registry/a.ts', 'const { fetch } = session.world;', 'house/only-here'],
  ['src/engine/registry/a.ts', "import https from 'node:https';", 'house/only-here'],
  ['src/host/commands/a.ts', "await fetch('https://example.com');", 'house/only-here'],
  ['src/host/tree/a.ts', "import { createHash } from 'node:crypto';", 'house/only-here'],
  // VS Code's side.
  ['src/host/commands/a.ts', "vscode.window.showErrorMessage('x');", 'house/only-here'],
  ['src/host/tree/a.ts', "window.showInformationMessage('x');", 'house/only-here'],
  ['src/host/ui/picks.ts', "vscode.window.showWarningMessage('x');", 'house/only-here'],
  ['src/host/tree/a.ts', "vscode.workspace.getConfiguration('x');", 'house/only-here'],
  ['src/host/commands/a.ts', "const keytar = require('keytar');", 'house/only-here'],
  ['src/host/commands/a.ts', "import { homedir } from 'node:os';", 'house/only-here'],
  // Crypto that BoringSSL refuses.
  ['src/engine/keys/a.ts', "import { sign } from 'node:crypto'; sign(null, x, key);", 'house/named-digest'],
  [
    'src/engine/keys/a.ts',
    "import { verify as v } from 'node:crypto'; v(undefined, x, k, s);",
    'house/named-digest',
  ],
  ['src/engine/keys/a.ts', "import * as c from 'node:crypto'; c.sign(null, x, key);", 'house/named-digest'],
  [
    'src/engine/keys/a.ts',
    "import { pbkdf2 } from 'node:crypto'; pbkdf2(p, s, 1, 32);",
    'house/named-digest',
  ],
  // Forms.
  ['src/engine/oci/a.ts', 'export default 1;', 'no-restricted-syntax'],
  ['src/engine/oci/a.ts', "export * from './digest.ts';", 'no-restricted-syntax'],
  ['src/engine/oci/a.ts', "export { x } from './digest.ts';", 'no-restricted-syntax'],
  ['src/engine/oci/a.ts', 'export const x: any = 1;', '@typescript-eslint/no-explicit-any'],
  [
    'src/engine/oci/a.ts',
    'export function x() { return 1; }',
    '@typescript-eslint/explicit-module-boundary-types',
  ],
  ['src/engine/oci/a.ts', '\n'.repeat(300) + 'export const x = 1;', 'max-lines'],
];

const allowed: readonly (readonly [file: string, line: string])[] = [
  ['src/engine/verbs/a.ts', "import { x } from '../places/x.ts';"],
  ['src/engine/checks/a.ts', "import { x } from '../signatures/x.ts';"],
  ['src/engine/http/a.ts', 'await http.world.fetch(1);'],
  ['src/engine/http/a.ts', "import https from 'node:https'; export const x: unknown = https;"],
  ['src/engine/keys/a.ts', "import { sign } from 'node:crypto'; sign('sha256', x, key);"],
  ['src/engine/engine.ts', "export { isEngineError } from './errors.ts';"],
  ['src/host/keys/a.ts', "const keytar = require('keytar');"],
  ['src/host/ui/messages.ts', "vscode.window.showErrorMessage('x');"],
  ['src/host/config.ts', "vscode.workspace.getConfiguration('x');"],
  ['src/host/world.ts', 'export const home = process.env.HOME;'],
  ['src/host/a.ts', "import type { X } from '../engine/engine.ts';"],
  ['src/host/a.ts', "import { isEngineError } from '../engine/errors.ts';"],
];

describe('lint', () => {
  it('has a table of rooms in which nobody imports upwards', () => {
    assert.deepEqual(tableProblems(table), []);
    assert.deepEqual(tableProblems({ a: 'b', b: 'a' }), ['b names a, which does not stand below it']);
  });

  for (const [file, line, rule] of refused)
    it(`refuses in ${file}: ${line.trim()}`, async () => {
      assert.deepEqual(await refusals(file, line), [rule]);
    });

  for (const [file, line] of allowed)
    it(`allows in ${file}: ${line}`, async () => {
      assert.deepEqual(await refusals(file, line), []);
    });

  it('wants a file to say first what it is for', async () => {
    const [result] = await eslint.lintText('export const x = 1;\n', {
      filePath: `${root}/src/engine/oci/a.ts`,
    });
    assert.deepEqual(
      result?.messages.map((message) => message.ruleId),
      ['house/opening-comment'],
    );
  });
});
