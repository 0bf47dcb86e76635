// A person at the keyboard for suites inside VS Code: answers questions in order and keeps what was shown. The real
// boxes are driven by the suites in test/ui; here the flows behind them run in every VS Code that is supported.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../until.ts';

export type Answer =
  | { readonly type: 'text'; readonly about: RegExp; readonly text: string | undefined }
  /** Typed one after the other into the same box, until one is taken. */
  | { readonly type: 'passwords'; readonly about: RegExp; readonly passwords: readonly string[] }
  | { readonly type: 'pick'; readonly about: RegExp; readonly label: RegExp | undefined }
  | { readonly type: 'save' | 'open'; readonly file: string | undefined }
  /** A button of the next message that shows. */
  | { readonly type: 'button'; readonly about: RegExp; readonly button: string };

export interface Person {
  /** Everything that was shown: titles, prompts, lines, problems, messages. */
  readonly shown: string[];
  /** The messages that were warnings. */
  readonly warned: readonly string[];
  /** What the boxes for text began with. */
  readonly offered: readonly (string | undefined)[];
  /** Resolves once every answer was wanted, or after ten seconds: then `leave` names the rest. */
  answered(): Promise<void>;
  /** Fails where a question was expected and did not come; gives the real window back. */
  leave(): void;
}

/** Replaces the questions and messages of `vscode.window` until the person leaves. */
export function playPerson(...answers: readonly Answer[]): Person {
  const left = [...answers];
  const shown: string[] = [];
  const warned: string[] = [];
  const offered: (string | undefined)[] = [];
  const window = vscode.window as unknown as Record<string, unknown>;
  const before = new Map<string, unknown>();
  const replace = (name: string, value: unknown): void => {
    before.set(name, window[name]);
    window[name] = value;
  };
  const next = <T extends Answer['type']>(type: T, text: string): Extract<Answer, { type: T }> => {
    shown.push(text);
    const answer = left.shift();
    if (answer?.type !== type) assert.fail(`came: ${type} “${text}”; expected: ${JSON.stringify(answer)}`);
    if ('about' in answer) assert.match(text, answer.about);
    return answer as Extract<Answer, { type: T }>;
  };

  replace('showInputBox', async (options: vscode.InputBoxOptions) => {
    const { text } = next('text', words(options.title, options.prompt, options.placeHolder));
    offered.push(options.value);
    const problem = text === undefined ? undefined : await options.validateInput?.(text);
    if (!problem) return text;
    shown.push(typeof problem === 'string' ? problem : problem.message);
    return undefined; // VS Code does not take it; the person gives up.
  });
  replace('createInputBox', () => passwordBox(shown, (text) => next('passwords', text).passwords));
  replace('showQuickPick', (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
    const { label } = next('pick', words(options.title, options.placeHolder));
    for (const item of items) shown.push(words(item.label, item.description, item.detail));
    const fits = items.filter(
      ({ kind, label: line }) => kind !== vscode.QuickPickItemKind.Separator && label?.test(line) === true,
    );
    const [found] = fits;
    assert.ok(label === undefined || found !== undefined, `no line ${String(label)}`);
    return Promise.resolve(options.canPickMany === true && label !== undefined ? fits : found);
  });
  for (const [name, type] of [
    ['showSaveDialog', 'save'],
    ['showOpenDialog', 'open'],
  ] as const) {
    replace(name, (options: { title?: string; defaultUri?: vscode.Uri }) => {
      const { file } = next(type, words(options.title, options.defaultUri?.fsPath));
      const uri = file === undefined ? undefined : vscode.Uri.file(file);
      return Promise.resolve(type === 'save' || uri === undefined ? uri : [uri]);
    });
  }
  for (const kind of ['Information', 'Warning', 'Error']) {
    replace(`show${kind}Message`, (message: string, ...buttons: readonly string[]) => {
      shown.push(words(message, ...buttons));
      if (kind === 'Warning') warned.push(message);
      const [answer] = left;
      if (answer?.type !== 'button' || !answer.about.test(message)) return Promise.resolve(undefined);
      left.shift();
      assert.ok(buttons.includes(answer.button), `no button ${answer.button} in ${buttons.join(', ')}`);
      return Promise.resolve(answer.button);
    });
  }
  return {
    shown,
    warned,
    offered,
    answered: async () => {
      const giveUp = Date.now() + 10_000;
      await until(() => left.length === 0 || Date.now() > giveUp);
    },
    leave: () => {
      for (const [name, value] of before) window[name] = value;
      assert.deepEqual(left, [], 'questions that never came');
    },
  };
}

function passwordBox(shown: string[], answer: (text: string) => readonly string[]): vscode.InputBox {
  const [accepted, changed, hidden] = [0, 1, 2].map(() => new vscode.EventEmitter<never>());
  let isOpen = true;
  const box = {
    ...{
      title: '',
      prompt: '',
      value: '',
      password: false,
      busy: false,
      enabled: true,
      ignoreFocusOut: false,
    },
    validationMessage: undefined as string | vscode.InputBoxValidationMessage | undefined,
    ...{ buttons: [] as unknown[], onDidTriggerButton: () => undefined },
    ...{ onDidAccept: accepted?.event, onDidChangeValue: changed?.event, onDidHide: hidden?.event },
    dispose: () => (isOpen = false),
    show: () => void type(),
  };
  const note = (): void => {
    const message = box.validationMessage;
    if (message !== undefined) shown.push(typeof message === 'string' ? message : message.message);
  };
  const type = async (): Promise<void> => {
    assert.ok(box.password && box.ignoreFocusOut);
    const passwords = answer(words(box.title, box.prompt));
    note();
    for (const password of passwords) {
      box.value = password;
      changed?.fire(undefined as never);
      accepted?.fire(undefined as never);
      do await new Promise((resolve) => setTimeout(resolve, 5));
      while (isOpen && box.busy);
      if (!isOpen) return;
      assert.equal(box.value, password, 'the box keeps what was typed');
      note();
    }
    hidden?.fire(undefined as never);
  };
  return box as unknown as vscode.InputBox;
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' | ');
}
