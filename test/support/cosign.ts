// Runs a real cosign for tests: 2 or 3, in a home of its own, without a network beyond the registry it is given.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export interface CosignResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A key pair as files; every one opens with `password`. */
export interface CosignKey {
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
  readonly publicKeyPem: string;
  /** The private key file's text, encrypted. */
  readonly privateKeyText: string;
}

export interface CosignOptions {
  /** Added to the few variables that cosign gets. */
  readonly env?: Readonly<Record<string, string>>;
  readonly annotations?: readonly (readonly [name: string, value: string])[];
  /** For signing: everything that an index lists too. */
  readonly recursive?: boolean;
  /** `--signature-digest-algorithm` of verify. */
  readonly digest?: string;
}

export interface Cosign {
  /** Its home; key files are made here. */
  readonly folder: string;
  run(args: readonly string[], options: CosignOptions, signal: AbortSignal): Promise<CosignResult>;
  generateKey(name: string, signal: AbortSignal): Promise<CosignKey>;
  /** `import-key-pair` of a plain private key in PEM. */
  importKey(name: string, pem: string, signal: AbortSignal): Promise<CosignKey>;
  /** Writes a simple signing signature under the `.sig` tag, without a log entry. */
  sign(reference: string, key: CosignKey, options: CosignOptions, signal: AbortSignal): Promise<CosignResult>;
  /** Writes a sigstore bundle as a referrer, without a log entry; what cosign 3 does by default. */
  signBundle(
    reference: string,
    key: CosignKey,
    options: CosignOptions,
    signal: AbortSignal,
  ): Promise<CosignResult>;
  /** Writes the experimental OCI 1.1 signature manifest, which refers to the image. */
  signReferrer(
    reference: string,
    key: CosignKey,
    options: CosignOptions,
    signal: AbortSignal,
  ): Promise<CosignResult>;
  /** An attestation of a predicate in a file, without a log entry. */
  attest(
    reference: string,
    privateKeyFile: string,
    predicateFile: string,
    as: 'tag' | 'bundle',
    signal: AbortSignal,
  ): Promise<CosignResult>;
  verify(
    reference: string,
    publicKeyFile: string,
    options: CosignOptions,
    signal: AbortSignal,
  ): Promise<CosignResult>;
  /** Removes the home. */
  dispose(): Promise<void>;
}

export const password = 'interop password';

/** cosign 3 writes `.sig` tags only when told so; the flags are hidden and deprecated there (cosign-formats §1). */
const oldFormat = { 2: [], 3: ['--new-bundle-format=false', '--use-signing-config=false'] } as const;

/** Prepares a home for the cosign at `program`, whose major version is `major`. */
export async function newCosign(program: string, major: 2 | 3): Promise<Cosign> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'countersign-cosign-'));

  const run: Cosign['run'] = (args, options, signal) =>
    new Promise((resolve, reject) => {
      const env = {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        COSIGN_PASSWORD: password,
        ...options.env,
      };
      const settings = { cwd: folder, env, signal, maxBuffer: 16 * 1024 * 1024, timeout: 60_000 };
      const child = execFile(program, [...args], settings, (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
        else reject(new Error(`cosign did not end by itself: ${error.message}`, { cause: error }));
      });
      child.stdin?.end();
    });

  async function keyFiles(name: string): Promise<CosignKey> {
    const publicKeyFile = path.join(folder, `${name}.pub`);
    const privateKeyFile = path.join(folder, `${name}.key`);
    const publicKeyPem = await readFile(publicKeyFile, 'utf8');
    const privateKeyText = await readFile(privateKeyFile, 'utf8');
    return { privateKeyFile, publicKeyFile, publicKeyPem, privateKeyText };
  }

  async function bundleFlags(): Promise<readonly string[]> {
    const config = path.join(folder, 'signing-config.json');
    // No service at all: neither a log nor a timestamp is asked for.
    await writeFile(
      config,
      '{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json","rekorTlogConfig":{},"tsaConfig":{}}',
    );
    return ['--signing-config', config, ...(major === 2 ? ['--new-bundle-format'] : [])];
  }

  return {
    folder,
    run,
    async generateKey(name, signal) {
      const { code, stderr } = await run(['generate-key-pair', '--output-key-prefix', name], {}, signal);
      if (code !== 0) throw new Error(`cosign generate-key-pair: ${stderr}`);
      return keyFiles(name);
    },
    async importKey(name, pem, signal) {
      const file = path.join(folder, `${name}.pem`);
      await writeFile(file, pem, { mode: 0o600 });
      const args = ['import-key-pair', '--key', file, '--output-key-prefix', name];
      const { code, stderr } = await run(args, {}, signal);
      if (code !== 0) throw new Error(`cosign import-key-pair: ${stderr}`);
      return keyFiles(name);
    },
    sign: (reference, key, options, signal) =>
      run(
        [
          ...['sign', '--yes', '--key', key.privateKeyFile, '--tlog-upload=false', ...oldFormat[major]],
          ...(options.recursive === true ? ['--recursive'] : []),
          ...annotationFlags(options),
          reference,
        ],
        options,
        signal,
      ),
    async attest(reference, privateKeyFile, predicateFile, as, signal) {
      const flags = as === 'tag' ? ['--tlog-upload=false', ...oldFormat[major]] : await bundleFlags();
      const what = ['--predicate', predicateFile, '--type', 'custom'];
      return run(['attest', '--yes', '--key', privateKeyFile, ...what, ...flags, reference], {}, signal);
    },
    async signBundle(reference, key, options, signal) {
      const flags = await bundleFlags();
      return run(
        ['sign', '--yes', '--key', key.privateKeyFile, ...flags, ...annotationFlags(options), reference],
        options,
        signal,
      );
    },
    signReferrer: (reference, key, options, signal) =>
      run(
        [
          ...['sign', '--yes', '--key', key.privateKeyFile, '--tlog-upload=false', ...oldFormat[major]],
          ...['--registry-referrers-mode=oci-1-1', ...annotationFlags(options), reference],
        ],
        { ...options, env: { ...options.env, COSIGN_EXPERIMENTAL: '1' } },
        signal,
      ),
    verify: (reference, publicKeyFile, options, signal) =>
      run(
        [
          ...['verify', '--key', publicKeyFile, '--insecure-ignore-tlog'],
          ...(options.digest === undefined ? [] : ['--signature-digest-algorithm', options.digest]),
          ...annotationFlags(options),
          reference,
        ],
        options,
        signal,
      ),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** One flag each, quoted as CSV: cosign splits the value at commas (cosign-formats §1.2). */
function annotationFlags(options: CosignOptions): string[] {
  return (options.annotations ?? []).flatMap(([name, value]) => {
    const text = `${name}=${value}`;
    return ['-a', /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text];
  });
}
