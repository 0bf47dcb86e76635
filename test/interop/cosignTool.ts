// A real cosign as a tool of the interop runner. Layouts are the variable COSIGN_REPOSITORY: the binary takes it as the
// whole repository, so `perImage` is the full name written out (cosign-formats §2.2).
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CosignKey, type CosignOptions, newCosign } from '../support/cosign.ts';
import { getPeer } from '../support/peers.ts';
import type {
  Annotations,
  Judgement,
  MediaTypes,
  SignOrder,
  Target,
  Tool,
  ToolKey,
  VerifyOrder,
} from './tool.ts';

export interface CosignTool extends Tool {
  /** Writes a sigstore bundle, as cosign 3 does without further flags. Rejects with what cosign said. */
  signBundle(order: SignOrder, signal: AbortSignal): Promise<void>;
  /** Writes an attestation under the `.att` tag, or as a bundle. Rejects with what cosign said. */
  attest(order: SignOrder, as: 'tag' | 'bundle', signal: AbortSignal): Promise<void>;
  verifyAttestation(order: VerifyOrder, signal: AbortSignal): Promise<Judgement>;
  /** Attaches a signature that somebody else made (`cosign attach signature`). */
  attach(target: Target, payload: Uint8Array, signature: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Writes the experimental signature manifest that refers to the image. Rejects with what cosign said. */
  signReferrer(order: SignOrder, signal: AbortSignal): Promise<void>;
}

/** Rejects with a sentence when that cosign is not there and cannot be built. */
export async function newCosignTool(major: 2 | 3, signal: AbortSignal): Promise<CosignTool> {
  const program = await getPeer(major === 3 ? 'cosign3' : 'cosign2', signal);
  const cosign = await newCosign(program, major);
  const written = new Map<string, CosignKey>();

  /** The key's files in cosign's home. */
  async function filesOf(key: ToolKey): Promise<CosignKey> {
    const known = written.get(key.name);
    if (known !== undefined) return known;
    const privateKeyFile = path.join(cosign.folder, `${key.name}.key`);
    const publicKeyFile = path.join(cosign.folder, `${key.name}.pub`);
    await writeFile(privateKeyFile, key.file, { mode: 0o600 });
    await writeFile(publicKeyFile, key.publicKeyPem);
    const files = { privateKeyFile, publicKeyFile, publicKeyPem: key.publicKeyPem, privateKeyText: key.file };
    written.set(key.name, files);
    return files;
  }

  async function signWith(
    method: 'sign' | 'signBundle' | 'signReferrer',
    order: SignOrder,
    signal: AbortSignal,
  ): Promise<void> {
    const options = {
      ...optionsFor(order, order.annotations, order.mediaTypes),
      recursive: order.recursive === true,
    };
    const result = await cosign[method](order.reference, await filesOf(order.key), options, signal);
    if (result.code !== 0) throw new Error(lastLine(result.stderr));
  }

  async function done(args: readonly string[], signal: AbortSignal): Promise<void> {
    const { code, stderr } = await cosign.run(args, {}, signal);
    if (code !== 0) throw new Error(lastLine(stderr));
  }

  return {
    title: `cosign ${major}`,
    async generateKey(name, signal) {
      const made = await cosign.generateKey(name, signal);
      written.set(name, made);
      return { name, file: made.privateKeyText, publicKeyPem: made.publicKeyPem };
    },
    async importKey(name, pem, signal) {
      const made = await cosign.importKey(name, pem, signal);
      written.set(name, made);
      return { name, file: made.privateKeyText, publicKeyPem: made.publicKeyPem };
    },
    sign: (order, signal) => signWith('sign', order, signal),
    async attach({ reference }, payload, signature, signal) {
      const payloadFile = path.join(cosign.folder, 'attached.json');
      const signatureFile = path.join(cosign.folder, 'attached.sig');
      await writeFile(payloadFile, payload);
      await writeFile(signatureFile, Buffer.from(signature).toString('base64'));
      const files = ['--payload', payloadFile, '--signature', signatureFile];
      const result = await cosign.run(['attach', 'signature', ...files, reference], {}, signal);
      if (result.code !== 0) throw new Error(lastLine(result.stderr));
    },
    async attest({ reference, key }, as, signal) {
      const { privateKeyFile } = await filesOf(key);
      const predicate = path.join(cosign.folder, 'predicate.json');
      await writeFile(predicate, '{"tested":true}');
      const { code, stderr } = await cosign.attest(reference, privateKeyFile, predicate, as, signal);
      if (code !== 0) throw new Error(lastLine(stderr));
    },
    async verifyAttestation({ reference, key }, signal) {
      const { publicKeyFile } = await filesOf(key);
      const flags = ['--key', publicKeyFile, '--insecure-ignore-tlog', '--type', 'custom'];
      const { code, stderr } = await cosign.run(['verify-attestation', ...flags, reference], {}, signal);
      return { accepted: code === 0, said: lastLine(stderr) };
    },
    signBundle: (order, signal) => signWith('signBundle', order, signal),
    signReferrer: (order, signal) => signWith('signReferrer', order, signal),
    async verify(order, signal) {
      const { publicKeyFile } = await filesOf(order.key);
      const { digest } = order;
      const options = {
        ...optionsFor(order, order.annotations, 'oci'),
        ...(digest === undefined ? {} : { digest }),
      };
      const { code, stderr } = await cosign.verify(order.reference, publicKeyFile, options, signal);
      return { accepted: code === 0, said: lastLine(stderr) };
    },
    save: (reference, folder, signal) => done(['save', '--dir', folder, reference], signal),
    load: (folder, target, signal) => done(['load', '--dir', folder, target], signal),
    async verifySaved(folder, order, signal) {
      const { publicKeyFile } = await filesOf(order.key);
      const flags = ['--key', publicKeyFile, '--insecure-ignore-tlog', '--local-image'];
      const { code, stderr } = await cosign.run(['verify', ...flags, folder], {}, signal);
      return { accepted: code === 0, said: lastLine(stderr) };
    },
    dispose: () => cosign.dispose(),
  };
}

function optionsFor(target: Target, annotations: Annotations, mediaTypes: MediaTypes): CosignOptions {
  return {
    annotations,
    env: {
      ...(target.layout === 'none' ? {} : { COSIGN_REPOSITORY: target.signatures }),
      ...(mediaTypes === 'docker' ? { COSIGN_DOCKER_MEDIA_TYPES: '1' } : {}),
    },
  };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
