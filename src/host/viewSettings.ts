// The settings of the Registries view that its own menu sets.
import { strongest, valueAt, write } from './config.ts';
import { tagOrders } from './tree/order.ts';
import type { TagOrder } from './tree/order.ts';

/** How tags are sorted. What is none of the orders is the usual one: a view is no place to fail for it. */
export function tagOrder(): TagOrder {
  const set = strongest('tagOrder', undefined, (value): value is unknown => value !== undefined)?.value;
  return tagOrders.find((order) => order === set) ?? 'version';
}

/** Sorts tags so from now on: at the workspace's level where that sets it, else at the user's. */
export async function setTagOrder(order: TagOrder): Promise<void> {
  const level = valueAt('tagOrder', 'workspace', undefined) === undefined ? 'user' : 'workspace';
  await write('tagOrder', level, order, undefined);
}
