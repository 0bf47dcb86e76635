// Which paths a rule may name for a key file (security S2): a user's rule an absolute path, a rule that came with a
// folder only what is inside it. The host expands variables, resolves links and looks again at the real path.
import type { TrustLevel } from '../plan.ts';
import type { KeyPathProblem, RuleFault } from '../problems.ts';
import { isNetworkPath, workspaceFolderVariable } from '../rulePaths.ts';

/** Why this path is refused, or undefined. Looks at the text alone. */
export function pathFault(text: string, level: TrustLevel['level']): RuleFault | undefined {
  if (text.length > 4096 || /[\u0000-\u001f\u007f]/.test(text)) {
    return { code: 'not-a-key' };
  }
  if (isNetworkPath(text)) return { code: 'bad-key-path', reason: 'network' };
  const reason = level === 'user' ? userProblem(text) : folderProblem(text);
  return reason && { code: 'bad-key-path', reason };
}

function userProblem(text: string): KeyPathProblem | undefined {
  // It would follow the folder.
  if (text.includes('${')) return 'variable-in-user-settings';
  if (/^\/|^[A-Za-z]:[/\\]/.test(text)) return undefined;
  return 'not-absolute';
}

function folderProblem(text: string): KeyPathProblem | undefined {
  const named = workspaceFolderVariable.exec(text);
  const path = named === null ? text : text.slice(named[0].length).replace(/^[/\\]/, '');
  if (path.includes('${')) return 'other-variable';
  if (/^[/\\]|^[A-Za-z]:/.test(path)) return 'not-relative';
  return leavesFolder(path) ? 'outside-folder' : undefined;
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
