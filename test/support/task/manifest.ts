// Checks of package.json against the sources: what the marketplace wants, and that ids, titles and texts agree.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as ids from '../../../src/host/ids.ts';
import { root } from './tools.ts';

/** Commands and views start the extension by themselves. A report of an earlier session, and rules in settings.json. */
const activationEvents = ['onFileSystem:countersign', 'workspaceContains:.vscode/settings.json'];

/** The parts of package.json that the checks look at. */
export interface Manifest {
  readonly version: string;
  readonly name: string;
  readonly publisher?: string;
  readonly license?: string;
  readonly icon?: string;
  readonly repository?: { readonly url?: string };
  readonly engines: { readonly vscode: string };
  readonly enabledApiProposals?: readonly string[];
  readonly activationEvents?: readonly string[];
  readonly contributes: {
    readonly commands?: readonly { readonly command: string; readonly title: string }[];
    readonly views?: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsContainers?: { readonly activitybar?: readonly { readonly id: string }[] };
    readonly walkthroughs?: readonly {
      readonly steps: readonly { readonly id: string; readonly completionEvents?: readonly string[] }[];
    }[];
    readonly configuration?: { readonly properties?: Readonly<Record<string, { readonly scope?: string }>> };
  };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
}

/** What is wrong with the manifest as the marketplace and VS Code see it. */
export function marketplaceProblems(manifest: Manifest): string[] {
  const problems: string[] = [];
  const want = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  want(/^[a-z0-9][a-z0-9-]*$/i.test(manifest.publisher ?? ''), 'publisher is missing');
  want(manifest.license === 'Apache-2.0', 'license is not Apache-2.0');
  want(/^https:\/\/\S+$/.test(manifest.repository?.url ?? ''), 'repository.url is missing');
  want(existsSync(path.join(root, 'LICENSE')), 'there is no LICENSE');
  want(isPng(manifest.icon), `icon is no PNG file of at least 128 pixels: ${manifest.icon ?? 'none'}`);
  const minimum = manifest.engines.vscode.replace(/^\^/, '');
  const types = manifest.devDependencies['@types/vscode'] ?? '';
  want(
    compareVersions(types, minimum) <= 0,
    `@types/vscode ${types} is newer than engines.vscode ${minimum}: the code could use what is not there`,
  );
  want((manifest.enabledApiProposals ?? []).length === 0, 'proposed APIs cannot be published');
  for (const event of without(manifest.activationEvents ?? [], activationEvents))
    problems.push(`the extension must not activate before it is used: ${event}`);
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  for (const [name, version] of versions)
    want(/^(npm:\S+@)?\d+\.\d+\.\d+$/.test(version), `${name} has no exact version: ${version}`);
  return problems;
}

/** Ids that are contributed but not in src/host/ids.ts, and the reverse. */
export function idProblems(manifest: Manifest): string[] {
  const { contributes } = manifest;
  const contributed = {
    command: contributes.commands?.map(({ command }) => command) ?? [],
    view: [
      ...Object.values(contributes.views ?? {}).flatMap((views) => views.map(({ id }) => id)),
      ...(contributes.viewsContainers?.activitybar?.map(({ id }) => id) ?? []),
    ],
    setting: Object.keys(contributes.configuration?.properties ?? {}),
  };
  const named = {
    command: Object.values(ids.commands) as string[],
    view: Object.values(ids.views) as string[],
    setting: Object.values(ids.settings).map((name) => `${ids.section}.${name}`),
  };
  return (['command', 'view', 'setting'] as const).flatMap((kind) => [
    ...without(contributed[kind], named[kind]).map((id) => `${kind} ${id} is not in src/host/ids.ts`),
    ...without(named[kind], contributed[kind]).map((id) => `${kind} ${id} is not in package.json`),
    ...repeated(contributed[kind]).map((id) => `${kind} ${id} is contributed twice`),
  ]);
}

/** `%keys%` of the manifest without a text in package.nls.json, texts without use, titles written out. */
export function textProblems(manifestText: string, texts: Readonly<Record<string, unknown>>): string[] {
  const manifest = JSON.parse(manifestText) as Manifest;
  const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');
  const known = Object.keys(texts);
  const written = (manifest.contributes.commands ?? []).filter(({ title }) => !/^%.+%$/.test(title));
  return [
    ...without(used, known).map((key) => `%${key}% has no text in package.nls.json`),
    ...without(known, used).map((key) => `${key} of package.nls.json is used nowhere`),
    ...written.map(({ command }) => `the title of ${command} is not in package.nls.json`),
  ];
}

function without(list: readonly string[], known: readonly string[]): string[] {
  return [...new Set(list)].filter((one) => !known.includes(one));
}

function repeated(list: readonly string[]): string[] {
  return list.filter((one, at) => list.indexOf(one) !== at);
}

function isPng(file: string | undefined): boolean {
  if (file === undefined || !existsSync(path.join(root, file))) return false;
  const bytes = readFileSync(path.join(root, file));
  return bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n' && bytes.readUInt32BE(16) >= 128;
}

/** Negative, zero or positive as one version is older than, equal to or newer than the other. */
function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
