// Looks for secrets where none may be (security N1): everything that VS Code and the extension wrote to disk.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const largest = 50_000_000;

/** Files written since then (milliseconds) below the test server's folder or as temporary files that hold the text. */
export function filesThatHold(
  text: string,
  since: number,
  except: readonly string[] = [],
): readonly string[] {
  const server = path.join(os.homedir(), '..');
  const temporary = readdirSync(os.tmpdir())
    .map((name) => path.join(os.tmpdir(), name))
    .filter((file) => !server.startsWith(file) && isOurs(file));
  return [server, ...temporary]
    .flatMap((start) => [...filesBelow(start)])
    .filter((file) => !except.includes(file) && holds(file, text, since));
}

function isOurs(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && found.uid === process.getuid?.();
}

function* filesBelow(start: string): Generator<string> {
  const found = statSync(start, { throwIfNoEntry: false });
  if (found?.isFile() === true) yield start;
  if (found?.isDirectory() !== true) return;
  let names: string[] = [];
  try {
    names = readdirSync(start);
  } catch {
    return; // Gone meanwhile.
  }
  for (const name of names) if (name !== 'node_modules') yield* filesBelow(path.join(start, name));
}

function holds(file: string, text: string, since: number): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.mtimeMs < since || found.size > largest) return false;
  try {
    return readFileSync(file).includes(text);
  } catch {
    return false;
  }
}
