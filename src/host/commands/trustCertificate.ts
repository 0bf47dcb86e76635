// Trust This Certificate: for the error node whose server shows a certificate that is not trusted; then tries again.
import type { Host } from '../host.ts';
import { askToTrustCertificate } from '../ui/trustCertificate.ts';

/** Only for the error node that names the host; the palette does not show it. */
export async function trustCertificate(host: Host, argument: unknown): Promise<void> {
  const node = host.registries.own(argument);
  const action = node?.actions?.find(({ kind }) => kind === 'trust-certificate');
  if (action?.kind !== 'trust-certificate') return;
  if (await askToTrustCertificate(host, action.host)) await host.registries.refresh(node);
}
