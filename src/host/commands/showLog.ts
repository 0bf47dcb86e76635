// Show Log: the output channel with every request's outcome, free of secrets.
import type { Host } from '../host.ts';

export function showLog(host: Host): void {
  host.log.show();
}
