// Preloaded (`node --import`) it takes something out of one source file: MUTATION holds {file, find, replace} as JSON.
// So a test can be seen to fail when what it is about is gone. Nothing of this is in the shipped bundles.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

export interface SourceChange {
  /** Relative to the repository's root. */
  readonly file: string;
  /** Must stand exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/** The changed source. Throws where `find` does not stand there exactly once: the check it took out has moved. */
export function changeSource(source: string, { file, find, replace }: SourceChange): string {
  const pieces = source.split(find);
  if (pieces.length !== 2) throw new Error(`${file}: found ${pieces.length - 1} times, not once: ${find}`);
  return pieces.join(replace);
}

const text = process.env['MUTATION'];
if (text !== undefined) {
  const change = JSON.parse(text) as SourceChange;
  const target = pathToFileURL(path.resolve(change.file)).href;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url !== target || loaded.source === undefined) return loaded;
      const { source: given } = loaded;
      const source = typeof given === 'string' ? given : Buffer.from(given as Uint8Array).toString('utf8');
      return { ...loaded, source: changeSource(source, change) };
    },
  });
}
