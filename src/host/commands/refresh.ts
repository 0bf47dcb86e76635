// Refresh: reads a node of the registries tree anew, or all of it. On an error node: tries again what failed.
import type { Host } from '../host.ts';

export async function refresh(host: Host, argument: unknown): Promise<void> {
  await host.registries.refresh(host.registries.own(argument));
  await host.registries.recount();
}
