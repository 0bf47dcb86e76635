// The grammar of a key file's path in a rule (security S2), for both who look at one: the engine at the text, the host
// again at what it is about to read.

/** `${workspaceFolder}` or `${workspaceFolder:NAME}` in front of a separator; the first group is the name. */
export const workspaceFolderVariable = /^\$\{workspaceFolder(?::([^${}/\\]+))?\}(?=[/\\])/;

/** True for a path of another machine: reading one would hand this machine's login to it. */
export function isNetworkPath(path: string): boolean {
  return /^[/\\]{2}/.test(path);
}
