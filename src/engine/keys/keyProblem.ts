// What can be wrong with a key file, in words that never hold anything of its content.
import { EngineError } from '../errors.ts';

export type KeyProblem =
  | 'it is larger than 64 KiB'
  | 'it holds no complete PEM block'
  | 'it holds more than one PEM block'
  | 'it holds a private key where a public key belongs'
  | 'it holds a public key where a private key belongs'
  | 'it holds a certificate where a public key belongs'
  | 'its PEM block is of an unknown type'
  | 'the PEM block is damaged'
  | 'it is no public key in DER'
  | 'it is no private key in PKCS#8'
  | 'it is no private key in SEC 1'
  | 'its point is not an uncompressed point of the curve'
  | 'its private number is outside the curve'
  | 'it is no encrypted cosign key'
  | 'it is not encrypted; import it instead'
  | 'it is not the JSON of an encrypted key'
  | 'its key derivation is unknown'
  | 'its scrypt parameters are none that cosign uses'
  | 'its cipher is unknown'
  | 'it is encrypted in a way other than cosign’s; decrypt it first (openssl pkcs8 -in FILE)'
  | 'it begins with EC PARAMETERS; convert it first (openssl pkcs8 -topk8 -nocrypt -in FILE)';

/** Throws `bad-key-file`. */
export function refuseKey(name: string, reason: KeyProblem): never {
  throw new EngineError('bad-key-file', { name, reason });
}
