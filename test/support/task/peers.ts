// Builds the peers that `npm test` talks to, before it: the interop tests build their own. Once, into the cache folder.
import { findPeer, getPeer, peerTitle, type PeerName } from '../peers.ts';

const wanted: readonly PeerName[] = [
  'crane',
  'regctl',
  'ggcr-registry',
  'referrers-registry',
  'distribution',
];

/** Says what it builds and what it could not; always 0, because a test whose peer is missing says so itself. */
export async function buildPeers(): Promise<number> {
  for (const name of wanted) {
    if ((await findPeer(name)) !== undefined) continue;
    console.log(`Building ${peerTitle(name)} …`);
    try {
      await getPeer(name, new AbortController().signal);
    } catch (error) {
      console.log(`  not built: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return 0;
}
