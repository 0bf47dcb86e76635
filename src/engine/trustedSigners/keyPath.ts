// Which paths a rule may name for a key file (security S2): a user's rule an absolute path, a rule that came with a
// folder only what is inside it. The host expands variables, resolves links and looks again at the real path.
import type { TrustLevel } from '../plan.ts';

const variable = /^\$\{workspaceFolder(?::[^${}/\\]+)?\}(?=[/\\])/;

/** A sentence on why this path is refused, or undefined. Looks at the text alone. */
export function pathProblem(text: string, level: TrustLevel['level']): string | undefined {
  if (text.length > 4096 || /[\u0000-\u001f\u007f]/.test(text)) {
    return 'A key is PEM text, a path of a file, or "own:" and a fingerprint.';
  }
  if (/^[/\\]{2}/.test(text)) return 'A key file cannot be on a network path.';
  return level === 'user' ? userProblem(text) : folderProblem(text);
}

function userProblem(text: string): string | undefined {
  if (text.includes('${'))
    return 'A key path in user settings cannot hold a variable: it would follow the folder.';
  if (/^\/|^[A-Za-z]:[/\\]/.test(text)) return undefined;
  return 'A key path in user settings must be absolute.';
}

function folderProblem(text: string): string | undefined {
  const named = variable.exec(text);
  const path = named === null ? text : text.slice(named[0].length).replace(/^[/\\]/, '');
  if (path.includes('${')) return 'Only ${workspaceFolder} can stand in a key path, and only at its start.';
  if (/^[/\\]|^[A-Za-z]:/.test(path)) return 'A key path must be relative to the folder that holds the rule.';
  return leavesFolder(path) ? 'A key path must stay inside the folder that holds the rule.' : undefined;
}

function leavesFolder(path: string): boolean {
  let depth = 0;
  for (const part of path.split(/[/\\]/)) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
