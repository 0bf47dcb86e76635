// Copies `docker login HOST` for an error node's registry: logging in there is all that Countersign needs (U11).
import type { Host } from '../host.ts';
import { copyDockerLogin as copy } from '../ui/errorActions.ts';

/** Only for nodes of the tree; the palette does not show it. */
export async function copyDockerLogin(host: Host, argument: unknown): Promise<void> {
  const node = host.registries.own(argument);
  if (node === undefined) return;
  const action = node.actions?.find(({ kind }) => kind === 'copy-docker-login');
  await copy(action?.kind === 'copy-docker-login' ? action.registry : node.registry);
}
