// Entry of the engine's bundle (dist/engine.cjs): binds every verb to one world.
import type { EngineApi, NewKey, OpenKeyHandle } from './api.ts';
import { dockerConfigHosts } from './credentials/findCredential.ts';
import { readCertificate } from './http/readCertificate.ts';
import { generateKey, importKey, openKey, requireEncryptedKey, type SealedKey } from './keys/newKey.ts';
import { parsePublicKey } from './keys/publicKey.ts';
import { signInOffer } from './products/products.ts';
import { createRegistrySession, forgetRegistry } from './registry/session.ts';
import { createTagQueue } from './store/tagQueue.ts';
import { checkRules } from './trustedSigners/checkRules.ts';
import { locateInSettings } from './trustedSigners/locate.ts';
import {
  browseRepositories,
  browseTags,
  inspectImage,
  readManifestText,
  readPayloadText,
} from './verbs/browse.ts';
import type { EngineContext } from './verbs/context.ts';
import { checkRegistry } from './verbs/checkRegistry.ts';
import { planRegistryCheck, runRegistryCheck } from './verbs/checkRegistryWrite.ts';
import { cosignVerifyCommand } from './verbs/cosignCommand.ts';
import { findOrphans } from './verbs/findOrphans.ts';
import { glance, readerInUse } from './verbs/glance.ts';
import { inspectSignatures, inspectSignatureTag } from './verbs/inspectSignatures.ts';
import { planCopy } from './verbs/planCopy.ts';
import { planLoad, readSavedImages } from './verbs/planLoad.ts';
import { planRemove } from './verbs/planRemove.ts';
import { planRepair, readUnconfirmed } from './verbs/planRepair.ts';
import { planSave } from './verbs/planSave.ts';
import { planSignAll } from './verbs/planSignAll.ts';
import { runCopy } from './verbs/runCopy.ts';
import { runLoad } from './verbs/runLoad.ts';
import { runRemove } from './verbs/runRemove.ts';
import { forgetUnconfirmed, runRepair } from './verbs/runRepair.ts';
import { runSave } from './verbs/runSave.ts';
import { runSignAll } from './verbs/runSignAll.ts';
import { trySignIn } from './verbs/signIn.ts';
import { keySignedIt } from './verbs/trust.ts';
import { verify } from './verbs/verify.ts';
import type { World } from './world.ts';

/** An engine in this world. It asks nothing of anybody until a verb is called, and ends with dispose(). */
export function createEngine(world: World): EngineApi {
  const lifetime = new AbortController();
  const engine: EngineContext = {
    world,
    session: createRegistrySession(world),
    queue: createTagQueue(world),
    seen: new WeakMap(),
    lifetime: lifetime.signal,
  };
  return {
    planSign: (request, signal) => planSignAll(engine, request, signal),
    runSign: (plan, key, watch, signal) => runSignAll(engine, plan, key, watch, signal),
    findOrphans: (request, signal) => findOrphans(engine, request, signal),
    planRemove: (request, signal) => planRemove(engine, request, signal),
    runRemove: (plan, watch, signal) => runRemove(engine, plan, watch, signal),
    unconfirmed: () => readUnconfirmed(engine),
    planRepair: (request, signal) => planRepair(engine, request, signal),
    runRepair: (plan, watch, signal) => runRepair(engine, plan, watch.laterLook, signal),
    forgetUnconfirmed: (ids) => forgetUnconfirmed(engine, ids),
    checkRegistry: (request, watch, signal) => checkRegistry(engine, request, watch, signal),
    planRegistryCheck: (request, report, signal) => planRegistryCheck(engine, request, report, signal),
    runRegistryCheck: (plan, watch, signal) => runRegistryCheck(engine, plan, watch, signal),
    planCopy: (request, signal) => planCopy(engine, request, signal),
    runCopy: (plan, watch, signal) => runCopy(engine, plan, watch, signal),
    planSave: (request, signal) => planSave(engine, request, signal),
    runSave: (plan, watch, signal) => runSave(engine, plan, watch, signal),
    readSavedImages: (folder, signal) => readSavedImages(engine, folder, signal),
    planLoad: (request, signal) => planLoad(engine, request, signal),
    runLoad: (plan, watch, signal) => runLoad(engine, plan, watch, signal),
    verify: (request, signal, watch) => verify(engine, request, signal, watch),
    keySignedIt: (request, key, signal) => keySignedIt(engine, request, key, signal),
    checkRules,
    locateInSettings,

    listRepositories: (where, options, signal) => browseRepositories(engine, where, options, signal),
    listTags: (repository, options, signal) => browseTags(engine, repository, options, signal),
    inspectImage: (reference, signal) => inspectImage(engine, reference, signal),
    glance: (repository, tag, signal) => glance(engine, repository, tag, signal),
    readerInUse: (name) => readerInUse(engine, name),
    inspectSignatures: (request, signal) => inspectSignatures(engine, request, signal),
    inspectSignatureTag: (repository, tag, signal) => inspectSignatureTag(engine, repository, tag, signal),
    readManifestText: (repository, target, signal) => readManifestText(engine, repository, target, signal),
    readPayloadText: (repository, digest, signal) => readPayloadText(engine, repository, digest, signal),

    generateKey: async (password, signal) => toNewKey(await generateKey(world, password, signal)),
    importKey: async (text, password, newPassword, name, signal) =>
      toNewKey(await importKey(world, text, password, newPassword, name, signal)),
    requireEncryptedKey,
    openKey: async (file, password, name, signal): Promise<OpenKeyHandle> => {
      const key = await openKey(world, file, password, name, signal);
      const { fingerprint, pem } = key.publicKey;
      return { fingerprint, publicKeyPem: pem, sign: (payload) => key.sign(payload) };
    },
    readPublicKey: (text, name) => {
      const { fingerprint, pem, algorithm } = parsePublicKey(text, name);
      return { fingerprint, pem, algorithm };
    },

    signInOffer,
    trySignIn: (request, signal) => trySignIn(engine, request, signal),
    knownRegistries: (signal) => dockerConfigHosts(world, signal),
    cosignVerifyCommand,
    passwordFromEnvironment: () => world.environment['COSIGN_PASSWORD'],
    readCertificate: (host, signal) => readCertificate(engine.session.http, host, signal),
    forget: (registry) => forgetRegistry(engine.session, registry),
    dispose: () => lifetime.abort(),
  };
}

function toNewKey({ file, publicKey }: SealedKey): NewKey {
  const { fingerprint, pem, algorithm } = publicKey;
  return { file, fingerprint, publicKeyPem: pem, algorithm };
}
