// Input boxes and pick lists. All text passes the escaper; icons are named apart, so foreign text cannot bring one.
import * as vscode from 'vscode';
import { disarm } from './foreignText.ts';

export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** A sentence about what is wrong, or undefined. Called while typing. */
  readonly validate?: (text: string) => string | undefined;
}

/** Asks for a line of text; undefined where the person gave up. */
export async function askText(question: TextQuestion): Promise<string | undefined> {
  const validate = question.validate;
  return vscode.window.showInputBox({
    title: disarm(question.title),
    prompt: disarm(question.prompt),
    ignoreFocusOut: true,
    ...(question.placeholder === undefined ? {} : { placeHolder: disarm(question.placeholder) }),
    ...(question.value === undefined ? {} : { value: question.value }),
    ...(validate === undefined ? {} : { validateInput: (text: string) => shown(validate(text)) }),
  });
}

export type Attempt<T> = { readonly value: T } | { readonly problem: string };

export interface PasswordQuestion<T> {
  readonly title: string;
  readonly prompt: string;
  /** Shown in front of the prompt, e.g. that another way failed. */
  readonly note?: string;
  /** A button of the box that opens this page in the browser. */
  readonly page?: { readonly title: string; readonly url: string };
  /**
   * Tries the password. A problem is shown in the same box, which stays open and keeps what was typed (U4);
   * what it throws closes the box and reaches the caller.
   */
  readonly attempt: (password: string, signal: AbortSignal) => Promise<Attempt<T>>;
}

/** Asks for a password and tries it at once; undefined where the person gave up. */
export async function askPassword<T>(question: PasswordQuestion<T>): Promise<T | undefined> {
  const box = vscode.window.createInputBox();
  const giveUp = new AbortController();
  box.title = disarm(question.title);
  // A validation message would stand in the place of the prompt.
  box.prompt = disarm([question.note, question.prompt].filter((part) => part !== undefined).join(' '));
  box.password = true;
  box.ignoreFocusOut = true;
  if (question.page !== undefined) addPage(box, question.page);
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      const attempt = async (): Promise<void> => {
        if (box.busy) return;
        box.busy = true;
        box.enabled = false;
        try {
          const result = await question.attempt(box.value, giveUp.signal);
          if ('value' in result) resolve(result.value);
          else box.validationMessage = shown(result.problem);
        } finally {
          box.busy = false;
          box.enabled = true;
        }
      };
      box.onDidAccept(() => {
        attempt().catch(reject);
      });
      box.onDidChangeValue(() => {
        if (!box.busy) box.validationMessage = undefined;
      });
      box.onDidHide(() => {
        giveUp.abort();
        resolve(undefined);
      });
      box.show();
    });
  } finally {
    box.dispose();
  }
}

function addPage(box: vscode.InputBox, { title, url }: { title: string; url: string }): void {
  box.buttons = [{ iconPath: new vscode.ThemeIcon('link-external'), tooltip: disarm(title) }];
  box.onDidTriggerButton(() => {
    void vscode.env.openExternal(vscode.Uri.parse(url, true));
  });
}

/**
 * Asks for a new password, twice; giving up the second time goes back to the first, giving up there is undefined. An
 * empty one is allowed, with a word about it (U4).
 */
export async function askNewPassword(question: {
  readonly title: string;
  readonly prompt: string;
}): Promise<string | undefined> {
  const empty = vscode.l10n.t('It may be empty: then whoever gets the key file can sign with it.');
  for (;;) {
    const first = await askPassword({
      title: question.title,
      prompt: `${question.prompt} ${empty}`,
      attempt: (password) => Promise.resolve({ value: password }),
    });
    if (first === undefined) return undefined;
    const second = await askSamePassword(question.title, first);
    if (second !== undefined) return second;
  }
}

async function askSamePassword(title: string, first: string): Promise<string | undefined> {
  const again = vscode.l10n.t('Escape to begin again.');
  const prompt =
    first === ''
      ? vscode.l10n.t('The password is empty. Press Enter again if that is what you want.')
      : vscode.l10n.t('The same password once more.');
  const problem = vscode.l10n.t('This is not the same password as before.');
  return askPassword({
    title,
    prompt: `${prompt} ${again}`,
    attempt: (password) =>
      Promise.resolve(password === first ? { value: password } : { problem: `${problem} ${again}` }),
  });
}

export interface PickItem<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Name of a theme icon, e.g. `verified`. */
  readonly icon?: string;
  /** Starts a group with this heading above the item. */
  readonly group?: string;
  readonly value: T;
}

export interface PickQuestion {
  readonly title: string;
  readonly placeholder?: string;
}

/** Lets the person pick one of these; undefined where the person gave up. Also the confirmation (V1). */
export async function pickOne<T>(
  items: readonly PickItem<T>[],
  question: PickQuestion,
): Promise<T | undefined> {
  const shownItems: (vscode.QuickPickItem & { readonly value?: T })[] = [];
  for (const item of items) {
    if (item.group !== undefined) {
      shownItems.push({ label: disarm(item.group), kind: vscode.QuickPickItemKind.Separator });
    }
    shownItems.push({
      label: disarm(item.label),
      value: item.value,
      ...(item.description === undefined ? {} : { description: disarm(item.description) }),
      ...(item.detail === undefined ? {} : { detail: disarm(item.detail) }),
      ...(item.icon === undefined ? {} : { iconPath: new vscode.ThemeIcon(item.icon) }),
    });
  }
  const picked = await vscode.window.showQuickPick(shownItems, {
    title: disarm(question.title),
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
    ...(question.placeholder === undefined ? {} : { placeHolder: disarm(question.placeholder) }),
  });
  return picked?.value;
}

/**
 * Lets the person pick any number of these; undefined where the person gave up. `others` are shown below and cannot be
 * picked.
 */
export async function pickMany<T>(
  items: readonly PickItem<T>[],
  others: readonly string[],
  question: PickQuestion,
): Promise<readonly T[] | undefined> {
  const kind = vscode.QuickPickItemKind.Separator;
  const shownItems: (vscode.QuickPickItem & { readonly value?: T })[] = [
    ...items.map(({ label, description, detail, value }) => ({
      label: disarm(label),
      value,
      ...(description === undefined ? {} : { description: disarm(description) }),
      ...(detail === undefined ? {} : { detail: disarm(detail) }),
    })),
    ...others.map((label) => ({ label: disarm(label), kind })),
  ];
  const picked = await vscode.window.showQuickPick(shownItems, {
    title: disarm(question.title),
    canPickMany: true,
    ignoreFocusOut: true,
    matchOnDescription: true,
    ...(question.placeholder === undefined ? {} : { placeHolder: disarm(question.placeholder) }),
  });
  return picked?.flatMap(({ value }) => (value === undefined ? [] : [value]));
}

function shown(problem: string | undefined): vscode.InputBoxValidationMessage | undefined {
  if (problem === undefined) return undefined;
  return { message: disarm(problem), severity: vscode.InputBoxValidationSeverity.Error };
}
