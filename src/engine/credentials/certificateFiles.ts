// Certificate authorities and client certificates in PEM files (RFC 7468): read, and looked at before any connection is
// tried with them. Nothing is taken from inside a workspace folder (S8, S10), and no error holds what stands in a file.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isInWorkspace, pathsOf, withTilde } from './places.ts';
import { EngineError } from '../errors.ts';
import type { ClientCertificate } from '../http/tlsSettings.ts';
import type { CertificateFileProblem } from '../certificateProblems.ts';
import type { CertificateFiles, World } from '../world.ts';

const fileLimit = 1024 * 1024;

/** Throws `bad-certificate-file` where there is none, or no certificate in it, and `file-not-readable`. */
export async function readAuthorities(world: World, path: string): Promise<string> {
  const pem = await readPem(world, path);
  readCertificates(world, path, pem);
  return pem;
}

/** The same for a client certificate and its key, which must be one another's. */
export async function readClientCertificate(
  world: World,
  certificatePath: string,
  keyPath: string,
): Promise<ClientCertificate> {
  const [certificate, key] = await Promise.all([readPem(world, certificatePath), readPem(world, keyPath)]);
  const [own] = readCertificates(world, certificatePath, certificate);
  if (/ENCRYPTED/.test(key)) throw bad(world, keyPath, 'encrypted-key');
  let fits: boolean | undefined;
  try {
    fits = own?.checkPrivateKey(createPrivateKey(key));
  } catch {
    throw bad(world, keyPath, 'not-a-key');
  }
  if (fits !== true) throw bad(world, keyPath, 'other-key');
  return { certificate, key, name: withTilde(world, certificatePath) };
}

/** What a person's settings name. Throws as the functions above do. */
export async function readConfigured(
  world: World,
  { authorities, clientCertificate, clientKey }: CertificateFiles,
): Promise<{ readonly authorities: readonly string[]; readonly client: ClientCertificate | undefined }> {
  for (const path of [authorities, clientCertificate, clientKey]) {
    if (path === undefined) continue;
    if (!pathsOf(world).isAbsolute(path))
      throw new EngineError('bad-certificate-file', { path, reason: 'not-absolute' });
    if (await isInWorkspace(world, path)) throw bad(world, path, 'in-workspace');
  }
  const single = clientCertificate ?? clientKey;
  if (single !== undefined && (clientCertificate === undefined || clientKey === undefined)) {
    throw bad(world, single, clientKey === undefined ? 'key-missing' : 'certificate-missing');
  }
  return {
    authorities: authorities === undefined ? [] : [await readAuthorities(world, authorities)],
    client:
      clientCertificate === undefined || clientKey === undefined
        ? undefined
        : await readClientCertificate(world, clientCertificate, clientKey),
  };
}

/** The named failure of such a file. */
export function bad(world: World, path: string, reason: CertificateFileProblem): EngineError {
  return new EngineError('bad-certificate-file', { path: withTilde(world, path), reason });
}

async function readPem(world: World, path: string): Promise<string> {
  const bytes = await world.files.read(path, fileLimit);
  if (bytes === undefined) throw bad(world, path, 'absent');
  return new TextDecoder().decode(bytes);
}

const certificateBlock = /-----BEGIN (TRUSTED )?CERTIFICATE-----[^-]+-----END (TRUSTED )?CERTIFICATE-----/g;

function readCertificates(world: World, path: string, pem: string): readonly X509Certificate[] {
  try {
    const found = [...pem.matchAll(certificateBlock)].map(([block]) => new X509Certificate(block));
    if (found.length > 0) return found;
  } catch {
    // No certificate inside its armour: the same as none.
  }
  throw bad(world, path, 'not-a-certificate');
}
