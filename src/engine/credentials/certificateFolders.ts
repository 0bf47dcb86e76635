// certs.d: one folder per registry with `*.crt` (authorities) and `NAME.cert` beside `NAME.key` (client certificate), as
// Docker (docs: "Verify repository client with certificates") and Podman (containers-certs.d.5) keep them.
import { isInWorkspace, pathsOf, variable, withTilde } from './places.ts';
import { isEngineError } from '../errors.ts';
import type { ClientCertificate } from '../http/tlsSettings.ts';
import type { World } from '../world.ts';
import { bad, readAuthorities, readClientCertificate } from './certificateFiles.ts';

export interface FolderCertificates {
  readonly authorities: readonly string[];
  readonly client: ClientCertificate | undefined;
}

/**
 * What the folders of both tools hold for a host[:port]. All authorities count; the client certificate is the first one,
 * of the person's own folders before those of the machine. Throws `bad-certificate-file` and `file-not-readable` for a
 * file; a folder that may not be read is passed over, as Podman does.
 */
export async function readCertificateFolders(world: World, host: string): Promise<FolderCertificates> {
  const authorities: string[] = [];
  let client: ClientCertificate | undefined;
  for (const folder of foldersFor(world, host)) {
    const names = await namesIn(world, folder);
    const { join } = pathsOf(world);
    for (const name of names.filter((one) => one.endsWith('.crt'))) {
      authorities.push(await readAuthorities(world, join(folder, name)));
    }
    client ??= await clientIn(world, folder, names);
  }
  return { authorities, client };
}

async function clientIn(
  world: World,
  folder: string,
  names: readonly string[],
): Promise<ClientCertificate | undefined> {
  const { join } = pathsOf(world);
  const pairs = names.flatMap((name) => {
    const [, base = '', ending] = /^(.+)\.(cert|key)$/.exec(name) ?? [];
    if (ending === undefined) return [];
    const partner = `${base}.${ending === 'cert' ? 'key' : 'cert'}`;
    // As in Docker: half of a pair is a mistake, and which half is missing is worth telling.
    if (!names.includes(partner)) {
      throw bad(world, join(folder, name), ending === 'cert' ? 'key-missing' : 'certificate-missing');
    }
    return ending === 'cert' ? [{ certificate: join(folder, name), key: join(folder, partner) }] : [];
  });
  const [first] = pairs;
  return first && readClientCertificate(world, first.certificate, first.key);
}

async function namesIn(world: World, folder: string): Promise<readonly string[]> {
  try {
    const names = await world.files.list(folder);
    if (names === undefined || names.length === 0) return [];
    if (!(await isInWorkspace(world, folder))) return [...names].sort();
    world.log.warn(`certificates inside a workspace folder are not used: ${withTilde(world, folder)}`);
  } catch (error) {
    if (!isEngineError(error, 'file-not-readable')) throw error;
    world.log.warn(`the folder ${withTilde(world, folder)} cannot be read: ${error.details.reason.code}`);
  }
  return [];
}

/** Strongest first. Port 443 may be written or not; on Windows no name holds a colon, and Docker leaves it out there. */
function foldersFor(world: World, host: string): readonly string[] {
  const { join } = pathsOf(world);
  const { homeDirectory: home, platform } = world.machine;
  const places = [
    join(home, '.config', 'containers', 'certs.d'),
    join(home, '.docker', 'certs.d'),
    join(home, '.config', 'docker', 'certs.d'),
    ...(platform === 'win32'
      ? [join(variable(world, 'ProgramData') ?? 'C:\\ProgramData', 'docker', 'certs.d')]
      : ['/etc/containers/certs.d', '/etc/docker/certs.d']),
  ];
  const names = /:\d+$/.test(host) ? [host] : [host, `${host}:443`];
  const written = platform === 'win32' ? names.map((name) => name.replaceAll(':', '')) : names;
  return places.flatMap((place) => written.map((name) => join(place, name)));
}
