// Keys and signatures, tested on the sources. The same suite runs on the built engine elsewhere.
import { openKeyFile } from '../../../src/engine/keys/keyFile.ts';
import { generateKey, importKey } from '../../../src/engine/keys/newKey.ts';
import { parsePublicKey } from '../../../src/engine/keys/publicKey.ts';
import { schemeOf, verifySignature } from '../../../src/engine/keys/signature.ts';
import { goldenMissing, goldenRegistries } from '../../support/golden.ts';
import { skipTest } from '../../support/skip.ts';
import { cryptoSuite } from './crypto.suite.ts';

cryptoSuite({ openKeyFile, generateKey, importKey, parsePublicKey, schemeOf, verifySignature });

if (goldenRegistries().length === 0) {
  describe('key files of real cosign', () => {
    it('open and yield their public keys', function () {
      skipTest(this, goldenMissing);
    });
  });
}
