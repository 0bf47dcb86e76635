// Runs inside the extension host of a VS Code that has just started: activates the installed extension, runs a first
// command and writes what each took into $BENCH_RESULT.
import { writeFileSync } from 'node:fs';
import Module from 'node:module';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';

/** Milliseconds. */
export interface Activation {
  readonly vscode: string;
  /** What VS Code says of it: loading the code plus calling activate(), whole milliseconds. */
  readonly reported: number;
  /** From asking VS Code for the activation until it said that it was done. */
  readonly asked: number;
  /** Each bundle's require: reading, compiling and running its file, without the bundles that it requires. */
  readonly extensionBundle: number;
  readonly hostBundle: number;
  readonly engineBundle: number;
  /** From calling the first command, right after activation, until the engine was loaded. */
  readonly firstCommand: number;
}

const patience = 30_000;

/** VS Code calls this. */
export async function run(): Promise<void> {
  const file = process.env['BENCH_RESULT'];
  if (file === undefined) throw new Error('BENCH_RESULT says where to write');
  const loads = watchBundles();
  const extension = vscode.extensions.getExtension('countersign.countersign');
  if (extension === undefined) throw new Error('Countersign is not installed');
  if (extension.isActive) throw new Error('Countersign was activated by something else');
  const begun = performance.now();
  await extension.activate();
  const activated = performance.now();
  // This command asks the engine for something before it asks the person.
  void vscode.commands.executeCommand('countersign.addRegistry');
  const engine = await until(() => loads.get('engine.cjs'), 'the engine is loaded');
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  const result: Activation = {
    vscode: vscode.version,
    reported: await reportedByVscode(extension.id),
    asked: activated - begun,
    extensionBundle: loads.get('extension.cjs')?.took ?? NaN,
    hostBundle: loads.get('host.cjs')?.took ?? NaN,
    engineBundle: engine.took,
    firstCommand: engine.ended - activated,
  };
  writeFileSync(file, JSON.stringify(result));
}

interface Load {
  readonly took: number;
  readonly ended: number;
}

interface Loader {
  _load(request: string, ...more: unknown[]): unknown;
}

/** Times every require of a bundle of ours. */
function watchBundles(): ReadonlyMap<string, Load> {
  const loads = new Map<string, Load>();
  const loader = Module as unknown as Loader;
  const original = loader._load;
  loader._load = function load(this: unknown, request, ...more) {
    const name = basename(request);
    const isOurs = ['extension.cjs', 'host.cjs', 'engine.cjs'].includes(name) && !loads.has(name);
    if (!isOurs) return original.call(this, request, ...more);
    const begun = performance.now();
    const loaded = original.call(this, request, ...more);
    const ended = performance.now();
    loads.set(name, { took: ended - begun, ended });
    return loaded;
  };
  return loads;
}

/** From "Developer: Startup Performance": | extension | eager | load code | call activate | finish | event | by | */
async function reportedByVscode(id: string): Promise<number> {
  await vscode.commands.executeCommand('perfview.show');
  const line = await until(
    () =>
      vscode.workspace.textDocuments
        .flatMap((document) => document.getText().split('\n'))
        .find((text) => text.startsWith(`| ${id} `)),
    'VS Code reports the activation',
  );
  const cells = line.split('|').map((cell) => cell.trim());
  return Number(cells[3]) + Number(cells[4]);
}

async function until<T>(look: () => T | undefined, what: string): Promise<T> {
  for (const begun = performance.now(); performance.now() - begun < patience; await wait(5)) {
    const found = look();
    if (found !== undefined) return found;
  }
  throw new Error(`waited in vain until ${what}`);
}
