// Which certificates a host has beyond those that everybody trusts: one that the person pinned, the files that the
// person's settings name, the folders of Docker and Podman. Each is for that very host[:port] and for no other (S29).
import { createHttp } from '../http/http.ts';
import type { HttpContext } from '../http/http.ts';
import { resolveName } from '../http/resolveName.ts';
import type { TlsLookup, TlsSettings } from '../http/tlsSettings.ts';
import type { World } from '../world.ts';
import { readCertificateFolders } from './certificateFolders.ts';
import type { FolderCertificates } from './certificateFolders.ts';
import { readConfigured } from './certificateFiles.ts';

/** Files are looked at again after this, as credentials are. */
const milliseconds = 60_000;

interface Read {
  readonly until: number;
  readonly files: Promise<FolderCertificates>;
}

/** The network as this world has it: nobody is asked past the certificates that are set or pinned for their host (S28). */
export function createOwnHttp(world: World): HttpContext {
  return createHttp(world, world.resolveName ?? resolveName, createCertificateLookup(world));
}

/** Settings win over folders. What a person pinned or set counts at once; files are kept for a minute. */
export function createCertificateLookup(world: World): TlsLookup {
  const known = new Map<string, Read>();

  function filesFor(host: string): Promise<FolderCertificates> {
    const configured = world.permissions.certificateFiles(host);
    const key = JSON.stringify([host, configured]);
    const now = world.clock.monotonic();
    const found = known.get(key);
    if (found !== undefined && now < found.until) return found.files;
    const files =
      configured === undefined ? readCertificateFolders(world, host) : readConfigured(world, configured);
    known.set(key, { until: now + milliseconds, files });
    // What could not be read is read again: somebody will have put it right.
    files.catch(() => known.delete(key));
    return files;
  }

  return {
    async find(host) {
      const pinned = world.permissions.pinnedCertificate(host);
      const { authorities, client } = await filesFor(host);
      const settings: TlsSettings = { pinned, authorities, client };
      return pinned === undefined && authorities.length === 0 && client === undefined ? undefined : settings;
    },
    forget: () => known.clear(),
  };
}
