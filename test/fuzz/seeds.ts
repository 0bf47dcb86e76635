// The good inputs that the fuzzer breaks: the recorded data of real cosign, read in place, and a few of our own so that
// nothing stands still where that data is absent.
import { generateKeyPairSync } from 'node:crypto';
import { buildPayload } from '../../src/engine/signatures/payload.ts';
import { newSignatureImage } from '../../src/engine/signatures/signatureImage.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { goldenRegistries } from '../support/golden.ts';

const most = 150;
const subject = digestOf(new Uint8Array());
const repository = 'registry.example:5000/demo/app';

/** Payloads, each a text. */
export function payloadSeeds(): readonly string[] {
  const own = [
    [],
    [['env', 'prod']],
    [
      ['10', 'x'],
      ['9', '\u{1f600}'],
    ],
  ] as const;
  const built = own.map((annotations) => textOf(buildPayload(repository, subject, annotations)));
  return [...built, ...goldenTexts((text) => text.includes('cosign container image signature'))].slice(
    0,
    most,
  );
}

/** Manifests of images, indexes and signature images, each a text. */
export function manifestSeeds(): readonly string[] {
  const payload = buildPayload(repository, subject, []);
  const signature = { payload, signature: Uint8Array.of(1, 2, 3) };
  const own = (['oci', 'docker'] as const).map((types) =>
    textOf(newSignatureImage([signature, signature], types, 'x').manifest),
  );
  return [...own, ...goldenTexts((text) => text.startsWith('{"schemaVersion":2'))].slice(0, most);
}

/** Bundles of every version, each a text. */
export function bundleSeeds(): readonly string[] {
  const envelope = { payload: Buffer.from('{"predicateType":"x"}').toString('base64'), payloadType: 'y' };
  const own = JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    dsseEnvelope: envelope,
  });
  return [own, ...goldenTexts((text) => text.startsWith('{"mediaType":"application/vnd.dev.sigstore'))].slice(
    0,
    most,
  );
}

/** PEM texts of public keys, of every kind there is. */
export function publicKeySeeds(): readonly string[] {
  const own = keyPairs().map(({ publicKey }) => publicKey.export({ format: 'pem', type: 'spki' }).toString());
  return [...own, ...keyFiles('.pub')];
}

/** Private keys: DER of PKCS#8, and of SEC 1 for the curves. */
export function privateKeySeeds(): {
  readonly pkcs8: readonly Uint8Array[];
  readonly sec1: readonly Uint8Array[];
} {
  const pairs = keyPairs();
  return {
    pkcs8: pairs.map(({ privateKey }) => privateKey.export({ format: 'der', type: 'pkcs8' })),
    sec1: pairs
      .filter(({ privateKey }) => privateKey.asymmetricKeyType === 'ec')
      .map(({ privateKey }) => privateKey.export({ format: 'der', type: 'sec1' })),
  };
}

/** cosign's encrypted key files: PEM around JSON. */
export function keyFileSeeds(): readonly string[] {
  const json = {
    kdf: { name: 'scrypt', params: { N: 65_536, r: 8, p: 1 }, salt: Buffer.alloc(32).toString('base64') },
    cipher: { name: 'nacl/secretbox', nonce: Buffer.alloc(24).toString('base64') },
    ciphertext: Buffer.alloc(154).toString('base64'),
  };
  return [JSON.stringify(json), ...keyFiles('.key').flatMap(bodyOf)];
}

function keyPairs(): readonly ReturnType<typeof generateKeyPairSync>[] {
  const curves = ['P-256', 'P-384', 'P-521', 'secp256k1'].map((namedCurve) =>
    generateKeyPairSync('ec', { namedCurve }),
  );
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return [...curves, generateKeyPairSync('ed25519'), rsa] as ReturnType<typeof generateKeyPairSync>[];
}

function keyFiles(ending: string): readonly string[] {
  return goldenRegistries().flatMap(({ keys }) =>
    Object.entries(keys).flatMap(([name, text]) => (name.endsWith(ending) ? [text] : [])),
  );
}

/** What the PEM of a cosign key file holds. */
function bodyOf(pem: string): readonly string[] {
  const body = /-----BEGIN [^-]*-----([^-]*)-----END/.exec(pem)?.[1];
  const text = body === undefined ? '' : Buffer.from(body, 'base64').toString('utf8');
  return text.startsWith('{') ? [text] : [];
}

/** Every stored manifest and what its layers hold, as far as it is a text that is wanted. */
function goldenTexts(isWanted: (text: string) => boolean): readonly string[] {
  const texts = new Set<string>();
  for (const { repositories, blob } of goldenRegistries()) {
    for (const { manifests } of Object.values(repositories)) {
      for (const digest of Object.keys(manifests)) {
        const manifest = textOf(blob(digest));
        const layers = [...manifest.matchAll(/"digest":"(sha256:[0-9a-f]{64})"/g)].map(
          ([, layer]) => layer ?? '',
        );
        for (const text of [manifest, ...layers.map((layer) => readable(blob, layer))]) {
          if (isWanted(text)) texts.add(text);
        }
      }
    }
  }
  return [...texts];
}

/** Empty where it is not there (an image's own layers are not recorded) or is no JSON. */
function readable(blob: (digest: string) => Uint8Array, digest: string): string {
  try {
    const text = textOf(blob(digest));
    JSON.parse(text);
    return text;
  } catch {
    return '';
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
