import { Disposable, QuickInputButtons, type QuickPickItem, window } from 'vscode';

export interface Choice extends QuickPickItem {
  /** Undefined where choosing it leads on to something else. */
  readonly value?: string;
  /** Gets the value where it is not known yet; undefined where the person turned back. */
  readonly find?: () => Promise<string | undefined>;
}

/** Something a person is asked: they choose, or type what is not among the choices. */
export interface Question {
  readonly prompt: string;
  readonly choices: readonly Choice[];
  /** The value of what is typed, or why it does not fit. Without it nothing can be typed. */
  readonly typed?: (text: string) => { readonly value: string } | { readonly complaint: string };
}

export const back = Symbol('back');

interface Standing {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
}

/** Asks one after the other, with a way back; undefined where the person gave up. */
export async function askInTurn<K extends string>(
  title: string,
  questions: Readonly<Partial<Record<K, Question>>>,
): Promise<Readonly<Partial<Record<K, string>>> | undefined> {
  const asked = Object.entries(questions) as [K, Question][];
  const answers: Partial<Record<K, string>> = {};
  for (let at = 0; at < asked.length; ) {
    const [key, question] = asked[at]!;
    const answer = await ask(question, { title, step: at + 1, steps: asked.length });
    if (answer === undefined) return undefined;
    if (answer === back) at -= 1;
    else {
      answers[key] = answer;
      at += 1;
    }
  }
  return answers;
}

async function ask(question: Question, standing: Standing): Promise<string | typeof back | undefined> {
  for (;;) {
    const chosen = await choose(question, standing);
    if (chosen === undefined || chosen === back) return chosen;
    const value = chosen.value ?? (await chosen.find?.());
    if (value !== undefined) return value;
  }
}

function choose(
  { prompt, choices, typed }: Question,
  { title, step, steps }: Standing,
): Promise<Choice | typeof back | undefined> {
  const picker = window.createQuickPick<Choice>();
  Object.assign(picker, {
    title,
    ...(steps > 1 ? { step, totalSteps: steps } : {}),
    placeholder: prompt,
    items: choices,
    ignoreFocusOut: true,
    matchOnDescription: true,
    buttons: step > 1 ? [QuickInputButtons.Back] : [],
  });
  return new Promise(resolve => {
    // Who types and presses Enter at once means what is typed, though another row is active until the list has followed.
    let following: Choice | undefined;
    const listening = Disposable.from(
      picker,
      picker.onDidChangeValue(text => {
        following = typed && text.trim() !== '' ? choiceTyped(text.trim(), typed) : undefined;
        picker.items = following ? [following, ...choices] : choices;
      }),
      picker.onDidChangeActive(([item]) => {
        if (item === following) following = undefined;
      }),
      picker.onDidTriggerButton(() => end(back)),
      picker.onDidAccept(() => {
        const item = following ?? picker.activeItems[0];
        // What was typed and does not fit says so, and stays.
        if (item?.value !== undefined || item?.find) end(item);
      }),
      picker.onDidHide(() => end(undefined)),
    );
    const end = (how: Choice | typeof back | undefined) => {
      resolve(how);
      listening.dispose();
    };
    picker.show();
  });
}

function choiceTyped(text: string, typed: NonNullable<Question['typed']>): Choice {
  const read = typed(text);
  return 'value' in read
    ? { label: text, detail: 'Take what is typed.', alwaysShow: true, value: read.value }
    : { label: `$(warning) ${text}`, detail: read.complaint, alwaysShow: true };
}
