// Steps that several suites of test/ui go through, by keyboard.
import type { RecordedRequest } from '../../demo/answers.ts';
import type { Registry } from '../../demo/registry.ts';
import { newKeyboard, type Keyboard } from './keyboard.ts';
import { openWindow, type Window } from './session.ts';

/** The key of the suites that need any. */
export const key = { label: 'nightly', password: 'the password of nightly' } as const;

export interface Desk extends Window {
  readonly keyboard: Keyboard;
}

/** A window with somebody at its keyboard, who has a mouse beside it. */
export async function sitDown(folder: string, height?: number): Promise<Desk> {
  const window = await openWindow(folder, height);
  const keyboard = newKeyboard(window.page, true);
  const toasts = window.page.locator('.notifications-toasts .notification-list-item');
  return {
    ...window,
    keyboard,
    // Toasts go by themselves too, so that a mouse may find none any more where one was.
    async closeToasts() {
      for (let count = 0; count < 50 && (await toasts.count()) > 0; count += 1) {
        await keyboard.press('Escape');
        await window.page.waitForTimeout(100);
      }
    },
  };
}

let making: Promise<void> | undefined;

/** Generates the key, where no suite before has. */
export function haveKey(desk: Desk): Promise<void> {
  making ??= generateKey(desk, key.label, key.password);
  return making;
}

/** Generates a key pair. */
export async function generateKey(desk: Desk, label: string, password: string): Promise<void> {
  await desk.keyboard.run('Countersign: Generate Key Pair');
  await desk.keyboard.answer('A name for the key', label);
  await desk.keyboard.answer('Password of', password);
  await desk.keyboard.answer('The same password once more', password);
  await desk.toast('kept in the keychain');
  await desk.closeToasts();
}

/** What the list of a plan says above its lines: the usual one, and where the key has signed already. */
export const planWords = ['Enter signs exactly what stands here', 'Nothing would be written'] as const;
const whichKey = 'Sign with Which Key?';

/** Sign Image up to the plan; answers what the plan shows. */
export async function signUpToPlan(desk: Desk, reference: string, label: string): Promise<string> {
  const { keyboard } = desk;
  const plan = keyboard.seesOneOf(...planWords);
  await signInstead(desk, reference, label, plan);
  return keyboard.sees(await plan);
}

/** Sign Image with the key that is named, where there are several; something else than a plan is expected then. */
export async function signInstead(
  { keyboard }: Desk,
  reference: string,
  label: string,
  expected: Promise<unknown>,
): Promise<void> {
  await keyboard.run('Countersign: Sign Image');
  await keyboard.answer('Without a tag, latest is meant', reference);
  // With one key nobody asks. The wait for the question must not answer a later one.
  const asked = keyboard.sees(whichKey).then(() => 'asked');
  asked.catch(() => undefined);
  if ((await Promise.race([asked, expected])) === 'asked') await keyboard.choose(whichKey, label);
  await expected;
}

/** Sign Image with the key, to the end. */
export async function signImage(desk: Desk, reference: string): Promise<void> {
  await signUpToPlan(desk, reference, key.label);
  await desk.keyboard.press('Enter');
  await desk.keyboard.answer(`Password of ${key.label}`, key.password);
  await desk.toast('is signed by');
}

/** The requests that would change the registry. */
export function writes(registry: Registry): readonly RecordedRequest[] {
  return registry.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
}
