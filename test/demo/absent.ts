// What products say of what is not there, and of deletions they do not do; undefined: what distribution says.
import { type Answer, type Exchange, refusal } from './answers.ts';
import type { Absent, RegistryOptions } from './options.ts';

export function absent(
  { request, state, options }: Exchange,
  kind: Absent['kind'],
  name: string,
  target?: string,
): Answer | undefined {
  const repositoryExists = state.repositories.has(name);
  return options.words?.absent?.({ kind, method: request.method, name, target, repositoryExists });
}

export function undeletable({ words }: RegistryOptions): Answer {
  return words?.undeletable ?? refusal(405, 'UNSUPPORTED', 'The operation is unsupported.');
}
