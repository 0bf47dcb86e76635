// Credential files as Docker and Podman write them. What a file holds never shows in an error (N1).
import assert from 'node:assert/strict';
import { lookUp, parseAuthFile } from '../../../src/engine/credentials/authFile.ts';
import { secretOf } from '../../../src/engine/credentials/entrySecret.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { parseRepository } from '../../../src/engine/oci/reference.ts';
import { jsonSeed, mutateJson } from '../mutateJson.ts';
import type { Parser } from '../parser.ts';

const canary = 'canary-7f3a';
const auth = Buffer.from(`ann:${canary}`).toString('base64');
const files = [
  { auths: { 'ghcr.io': { auth }, 'https://index.docker.io/v1/': { username: 'ann', password: canary } } },
  {
    auths: { 'ghcr.io/acme': { identitytoken: canary } },
    credHelpers: { 'ghcr.io': 'pass' },
    credsStore: 'desktop',
  },
].map((file) => jsonSeed(JSON.stringify(file)));
const words = [
  'auths',
  'auth',
  'username',
  'password',
  'identitytoken',
  'credHelpers',
  'ghcr.io',
  'ghcr.io/acme',
  auth,
];
const repository = parseRepository('ghcr.io/acme/app');

export const authFileParser: Parser = {
  name: 'credential files',
  inputs: 30_000,
  make: (random) => mutateJson(random, random.pick(files), words),
  check: (text: string) => {
    try {
      const file = parseAuthFile(text, 'config.json');
      const entry = lookUp(file.auths, repository);
      if (entry !== undefined) secretOf(entry, 'config.json');
      return 'taken';
    } catch (error) {
      assert.ok(isEngineError(error, 'bad-credential-file'), String(error));
      assert.ok(!String(error).includes(canary), 'a secret in an error');
      return 'refused';
    }
  },
};
