// Which registry an account of GitHub Enterprise is for: that of the host which the person's own settings name, since any
// tenant has a registry of that form, and VS Code's session is of one of them (S24).

/** `uri`: the person's own `github-enterprise.uri`, whatever stands there. */
export function isOfEnterprise(registry: string, uri: unknown): boolean {
  if (typeof uri !== 'string' || !URL.canParse(uri)) return false;
  const { protocol, host } = new URL(uri);
  return protocol === 'https:' && registry === `containers.${host}`;
}
