// VS Code's secret storage as a holder of keys, for machines whose keychain cannot be reached. It belongs to the
// person's own computer, whatever machine a window works on; on some Linux systems it forgets when VS Code ends (S42).
import type * as vscode from 'vscode';
import { EngineError } from '../../engine/errors.ts';
import type { SecretHolder } from './secretHolder.ts';

export function createSecretStorage(secrets: vscode.SecretStorage): SecretHolder {
  return {
    kind: 'secret-storage',
    read: (name) => named(secrets.get(name)),
    write: (name, value) => named(secrets.store(name, value)),
    remove: (name) => named(secrets.delete(name)),
    names: () => named(secrets.keys()),
  };
}

async function named<T>(answer: Thenable<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new EngineError('keychain-failed', { reason: 'secret-storage-failed', message });
  }
}
