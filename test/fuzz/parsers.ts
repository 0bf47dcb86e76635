// Every parser that the fuzzer knows, by its name.
import type { Parser } from './parser.ts';
import { challengeParser, linkParser } from './parsers/answers.ts';
import { authFileParser } from './parsers/credentials.ts';
import { bundleParser, manifestParser, payloadParser, signatureImageParser } from './parsers/documents.ts';
import {
  encryptedPkcs8Parser,
  keyFileParser,
  pkcs1Parser,
  pkcs8Parser,
  publicKeyParser,
  sec1Parser,
  signatureParser,
} from './parsers/keys.ts';
import { savedIndexParser } from './parsers/layouts.ts';
import { patternParser, referenceParser } from './parsers/names.ts';

export const parsers: readonly Parser[] = [
  ...[referenceParser, patternParser, challengeParser, linkParser, authFileParser],
  ...[manifestParser, signatureImageParser, payloadParser, bundleParser, savedIndexParser],
  ...[
    publicKeyParser,
    pkcs8Parser,
    pkcs1Parser,
    sec1Parser,
    encryptedPkcs8Parser,
    keyFileParser,
    signatureParser,
  ],
];
