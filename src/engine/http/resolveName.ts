// Name → addresses, for one purpose: seeing that another host's name stands for a private address (S29).
import { lookup } from 'node:dns/promises';

/** The addresses of a host name; none where the name cannot be resolved here (e.g. behind a proxy). */
export type ResolveName = (hostname: string) => Promise<readonly string[]>;

/** Asks the system's resolver, as the connection itself would. */
export const resolveName: ResolveName = async (hostname) => {
  try {
    const found = await lookup(hostname, { all: true });
    return found.map((entry) => entry.address);
  } catch {
    return [];
  }
};
