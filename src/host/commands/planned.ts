// What copying, loading and saving an image have in common: plan, let the person confirm or change it, run it.
import type { Host } from '../host.ts';
import type { PlanChoice } from '../ui/copyPlan.ts';
import { tellFailure } from '../ui/failures.ts';

export interface PlannedWork<Request, Plan> {
  plan(request: Request): Promise<Plan>;
  /** Shows the plan with what is different from the last one. `go`: the first line; `change`: another target. */
  ask(plan: Plan, changes: readonly string[]): Promise<PlanChoice | undefined>;
  /** Undefined where the person gave up. */
  change(request: Request): Promise<Request | undefined>;
  /** A sentence on what is no longer as planned: the person is to see a new plan. Undefined where it has ended. */
  run(plan: Plan): Promise<string | undefined>;
}

/** Plans, lets the person confirm, and runs; a run that finds something else than planned shows a new plan. */
export async function planAndRun<Request, Plan>(
  host: Host,
  from: Request,
  work: PlannedWork<Request, Plan>,
): Promise<void> {
  let request = from;
  let changes: readonly string[] = [];
  try {
    for (;;) {
      const plan = await work.plan(request);
      let choice = await work.ask(plan, changes);
      // Lines that only inform bring the plan back.
      while (choice === 'look') choice = await work.ask(plan, changes);
      if (choice === 'change') {
        const changed = await work.change(request);
        if (changed === undefined) return;
        request = changed;
        changes = [];
        continue;
      }
      if (choice !== 'go') return;
      const changed = await work.run(plan);
      if (changed === undefined) return;
      changes = [changed];
    }
  } catch (error) {
    tellFailure(host, error, async (action) => {
      const next = action === 'change-folder' ? await work.change(request) : request;
      if (next !== undefined) await planAndRun(host, next, work);
    });
  }
}
