// What the room that talks to the network works with. One per engine; everything else calls request().
import type { World } from '../world.ts';
import type { Budget } from './budget.ts';
import { resolveName } from './resolveName.ts';
import type { ResolveName } from './resolveName.ts';
import { createSecureAgents } from './secureTransport.ts';
import type { SecureAgents } from './secureTransport.ts';
import { createSlots } from './slots.ts';
import type { Slots } from './slots.ts';
import { noTlsSettings } from './tlsSettings.ts';
import type { TlsLookup } from './tlsSettings.ts';

/** fetch caps nothing by itself: 200 calls are 200 sockets (one host, all at once). */
const requestsPerHost = 8;
const streamsAtOnce = 3;

export interface HttpContext {
  readonly world: World;
  readonly slots: Slots;
  /** A blob on its way from one registry to another holds a slot of each: so few at a time that none waits forever. */
  readonly streams: Slots;
  readonly resolveName: ResolveName;
  /** Which hosts have certificates of their own. */
  readonly tls: TlsLookup;
  readonly agents: SecureAgents;
  /** Counts what one operation of a person may cost in all, where that is bounded (S40). */
  readonly budget: Budget | undefined;
}

/** The network as this world has it. Names are resolved by the system unless a test brings its own. */
export function createHttp(
  world: World,
  resolve: ResolveName = resolveName,
  tls: TlsLookup = noTlsSettings,
): HttpContext {
  const [slots, streams] = [createSlots(requestsPerHost), createSlots(streamsAtOnce)];
  const agents = createSecureAgents(world);
  return { world, slots, streams, resolveName: resolve, tls, agents, budget: undefined };
}
