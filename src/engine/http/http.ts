// What the room that talks to the network works with. One per engine; everything else calls request().
import type { World } from '../world.ts';
import type { Budget } from './budget.ts';
import { resolveName } from './resolveName.ts';
import type { ResolveName } from './resolveName.ts';
import { createSlots } from './slots.ts';
import type { Slots } from './slots.ts';

/** fetch caps nothing by itself: 200 calls are 200 sockets (one host, all at once). */
const requestsPerHost = 8;

export interface HttpContext {
  readonly world: World;
  readonly slots: Slots;
  readonly resolveName: ResolveName;
  /** Counts what one operation of a person may cost in all, where that is bounded (S40). */
  readonly budget: Budget | undefined;
}

/** The network as this world has it. Names are resolved by the system unless a test brings its own. */
export function createHttp(world: World, resolve: ResolveName = resolveName): HttpContext {
  return { world, slots: createSlots(requestsPerHost), resolveName: resolve, budget: undefined };
}
