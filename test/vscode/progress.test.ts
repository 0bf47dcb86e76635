// Progress as a person sees it: a Cancel button stands there as long as it cancels something, and no longer.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { withProgress } from '../../src/host/ui/progress.ts';

interface Notice {
  readonly cancellable: boolean | undefined;
  readonly said: string[];
  readonly cancel: vscode.CancellationTokenSource;
  isOpen: boolean;
}

describe('progress', () => {
  const window = vscode.window as unknown as { withProgress: unknown };
  const real = window.withProgress;
  let notices: Notice[];

  beforeEach(() => {
    notices = [];
    window.withProgress = async (
      { cancellable }: vscode.ProgressOptions,
      task: (
        progress: { report(value: { message: string }): void },
        token: vscode.CancellationToken,
      ) => Promise<void>,
    ) => {
      const notice: Notice = {
        cancellable,
        said: [],
        cancel: new vscode.CancellationTokenSource(),
        isOpen: true,
      };
      notices.push(notice);
      await task({ report: ({ message }) => notice.said.push(message) }, notice.cancel.token);
      notice.isOpen = false;
    };
  });

  afterEach(() => {
    window.withProgress = real;
  });

  it('has no Cancel button any more from the step on that cannot be cancelled', async () => {
    await withProgress('Signing', true, async (_signal, report) => {
      report('reading');
      await sleep(500);
      report('writing', false);
      report('reading back');
      await sleep(0);
      assert.deepEqual(
        notices.map(({ cancellable, said, isOpen }) => ({ cancellable, said, isOpen })),
        [
          { cancellable: true, said: ['reading'], isOpen: false },
          { cancellable: false, said: ['writing', 'reading back'], isOpen: true },
        ],
      );
    });
    await sleep(0);
    assert.equal(notices.filter(({ isOpen }) => isOpen).length, 0);
  });

  it('begins without one where that step came before it shows', async () => {
    await withProgress('Signing', true, async (_signal, report) => {
      report('writing', false);
      await sleep(500);
    });
    assert.deepEqual(
      notices.map(({ cancellable, said }) => [cancellable, said]),
      [[false, ['writing']]],
    );
  });

  it('aborts the signal for who cancels before', async () => {
    await withProgress('Signing', true, async (signal) => {
      await sleep(500);
      notices[0]?.cancel.cancel();
      assert.equal(signal.aborted, true);
    });
  });
});
