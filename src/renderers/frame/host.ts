import type { RendererContext } from 'vscode-notebook-renderer';
import type { FromRenderer, PageAnswer, ToRenderer } from '../../output/messages.ts';

export interface PageWish {
  readonly result: string;
  readonly offset: number;
  readonly limit: number;
}

/** The editor around an output, as far as it can be asked. */
export interface Host {
  post(message: FromRenderer): void;
  /** Rejects with the sentence of who refuses, or once `signal` aborts. */
  page(wish: PageWish, signal: AbortSignal): Promise<PageAnswer>;
}

const patienceMs = 30_000;

/** Undefined where nobody listens: in an editor without our extension. */
export function hostIn(context: RendererContext<unknown>): Host | undefined {
  const { onDidReceiveMessage } = context;
  if (!context.postMessage || !onDidReceiveMessage) return undefined;
  const post = (message: FromRenderer) => context.postMessage?.(message);
  const waiting = new Map<string, (answer: ToRenderer) => void>();
  onDidReceiveMessage((message: ToRenderer | undefined) => {
    if (message) waiting.get(message.request)?.(message);
  });
  // Every editor on a notebook has renderers of its own, and an answer may come to all of them.
  const self = Math.random().toString(36).slice(2);
  let asked = 0;
  const page = (wish: PageWish, signal: AbortSignal) =>
    new Promise<PageAnswer>((resolve, reject) => {
      const request = `${self}-${asked++}`;
      const end = (settle: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        waiting.delete(request);
        settle();
      };
      const refuse = (sentence: string) => end(() => reject(new Error(sentence)));
      const abort = () => refuse('No longer wanted.');
      const timer = setTimeout(() => refuse('The kernel does not answer.'), patienceMs);
      signal.addEventListener('abort', abort);
      waiting.set(request, answer => (answer.type === 'page' ? end(() => resolve(answer)) : refuse(answer.message)));
      post({ type: 'page', request, ...wish });
    });
  return { post, page };
}
