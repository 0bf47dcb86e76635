// Countersign's engine as a tool of the interop runner.
import type { ReportingTool } from './tool.ts';

/** Rejects while the engine cannot sign yet. */
export function newCountersignTool(): Promise<ReportingTool> {
  return Promise.reject(new Error('the engine cannot sign yet'));
}
