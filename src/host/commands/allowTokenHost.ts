// Allow This Token Host: asks whether a registry's login may go to the token host that it names (S29), then tries again.
import type { Host } from '../host.ts';
import { askToAllowTokenHost } from '../ui/errorActions.ts';

/** Only for the error node that names the host; the palette does not show it. */
export async function allowTokenHost(host: Host, argument: unknown): Promise<void> {
  const node = host.registries.own(argument);
  const action = node?.actions?.find(({ kind }) => kind === 'allow-token-host');
  if (action?.kind !== 'allow-token-host') return;
  if (await askToAllowTokenHost(host, action.registry, action.realmHost)) await host.registries.refresh(node);
}
