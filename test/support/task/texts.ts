// The English strings of the sources in l10n/bundle.l10n.json, from which translations start.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findFiles, root } from './tools.ts';

const bundle = path.join(root, 'l10n/bundle.l10n.json');

async function bundleText(): Promise<string> {
  const { getL10nJson } = await import('@vscode/l10n-dev'); // slow to load
  const files = findFiles('src/**/*.ts').map((file) => ({
    contents: readFileSync(path.join(root, file), 'utf8'),
    extension: '.ts',
  }));
  const strings = Object.entries(await getL10nJson(files));
  return (
    JSON.stringify(Object.fromEntries(strings.sort(([one], [other]) => (one < other ? -1 : 1))), null, 2) +
    '\n'
  );
}

/** `npm run l10n`: collects the strings anew. */
export async function writeTexts(): Promise<number> {
  mkdirSync(path.dirname(bundle), { recursive: true });
  writeFileSync(bundle, await bundleText());
  return 0;
}

/** Says whether the collected strings are those of the sources. */
export async function bundleProblems(): Promise<string[]> {
  const wanted = await bundleText();
  const found = existsSync(bundle) ? readFileSync(bundle, 'utf8') : '{}\n';
  return wanted === found ? [] : ['l10n/bundle.l10n.json is not what the sources say: run `npm run l10n`'];
}
