// The only place that requires keytar, when a keychain is needed first. The build points it at the one binary that is
// staged beside the bundle; the universal package has none, and the call throws.
import type { Keytar } from './keychain.ts';

export function requireKeytar(): Keytar {
  return require('keytar') as Keytar;
}
