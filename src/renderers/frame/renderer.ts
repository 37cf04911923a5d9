import type { ActivationFunction, OutputItem } from 'vscode-notebook-renderer';
import { type Payload, payloadVersion } from '../../output/payload.ts';
import { Contrast } from './contrast.ts';
import frameStyle from './frame.css';
import { type Host, hostIn } from './host.ts';

export type PayloadOf<K extends Payload['kind']> = Extract<Payload, { readonly kind: K }>;

/** One output on the page, from its first payload until it goes. */
export interface View<P extends Payload> {
  show(payload: P): void;
  close(): void;
}

export interface Stage {
  /** Empty, in a shadow root of its own with the style sheets in place. */
  readonly root: HTMLElement;
  readonly host: Host | undefined;
}

/** What a bundle gives to the editor: it draws payloads of one kind, each in a view of its own. */
export const rendererOf =
  <K extends Payload['kind']>(kind: K, style: string, open: (stage: Stage) => View<PayloadOf<K>>): ActivationFunction =>
  context => {
    const host = hostIn(context);
    const sheets = [sheetOf(frameStyle), sheetOf(style)];
    const contrast = new Contrast();
    const outputs = new Map<string, Output<PayloadOf<K>>>();
    const close = (id: string) => {
      outputs.get(id)?.close();
      outputs.delete(id);
    };
    return {
      renderOutputItem(item, element) {
        const payload = payloadIn(item, kind);
        if (!payload) {
          close(item.id);
          throw elsewhere();
        }
        if (!outputs.get(item.id)?.isIn(element)) {
          close(item.id);
          outputs.set(item.id, new Output(element, sheets, contrast, root => open({ root, host })));
        }
        outputs.get(item.id)!.show(item.text(), payload);
      },
      disposeOutputItem(id) {
        for (const each of id === undefined ? [...outputs.keys()] : [id]) close(each);
      },
    };
  };

class Output<P extends Payload> {
  readonly #outside = document.createElement('div');
  readonly #contrast: Contrast;
  readonly #root: HTMLElement;
  readonly #view: View<P>;
  #shown: string | undefined;

  constructor(
    element: HTMLElement,
    sheets: readonly CSSStyleSheet[],
    contrast: Contrast,
    open: (root: HTMLElement) => View<P>,
  ) {
    const shadow = this.#outside.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets.push(...sheets);
    this.#root = document.createElement('div');
    shadow.append(this.#root);
    this.#contrast = contrast;
    contrast.follow(this.#root);
    element.replaceChildren(this.#outside);
    this.#view = open(this.#root);
  }

  /** Another renderer may have drawn over it since. */
  isIn(element: HTMLElement): boolean {
    return this.#outside.parentNode === element;
  }

  /** The editor draws an output again whenever it comes back into sight. */
  show(text: string, payload: P): void {
    if (text === this.#shown) return;
    this.#view.show(payload);
    this.#shown = text;
  }

  close(): void {
    this.#contrast.leave(this.#root);
    this.#view.close();
    this.#outside.remove();
  }
}

function sheetOf(style: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  return sheet;
}

function payloadIn<K extends Payload['kind']>(item: OutputItem, kind: K): PayloadOf<K> | undefined {
  const payload = parsed(item.text());
  return payload?.version === payloadVersion && payload.kind === kind ? (payload as PayloadOf<K>) : undefined;
}

function parsed(text: string): Partial<Payload> | null {
  try {
    return JSON.parse(text) as Partial<Payload> | null;
  } catch {
    return null;
  }
}

/** By this name the editor knows that it is to show the same output as HTML or text. */
const elsewhere = () =>
  Object.assign(new Error('This output was made by another version of Sparkify.'), {
    name: 'vscode.fallbackToNextRenderer',
  });
