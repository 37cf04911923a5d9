import type { RendererApi, RendererContext } from 'vscode-notebook-renderer';

/** What stands for the editor in the page: it loads a bundle as the editor does, and lets a test draw with it. */
export interface PageSide {
  draw(renderer: string, id: string, mime: string, text: string): Promise<void>;
  dispose(renderer: string, id?: string): Promise<void>;
  answer(renderer: string, message: unknown): Promise<void>;
  readonly posted: unknown[];
  canPost: boolean;
}

declare global {
  interface Window {
    side: PageSide;
  }
}

interface Loaded {
  readonly api: RendererApi;
  readonly listeners: Set<(message: unknown) => void>;
}

const loaded = new Map<string, Promise<Loaded>>();
const posted: unknown[] = [];

async function load(renderer: string): Promise<Loaded> {
  const listeners = new Set<(message: unknown) => void>();
  const messaging = {
    postMessage: (message: unknown) => posted.push(message),
    onDidReceiveMessage: (listener: (message: unknown) => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  const context = {
    setState: () => undefined,
    getState: () => undefined,
    getRenderer: async () => undefined,
    workspace: { isTrusted: true },
    ...(window.side.canPost ? messaging : {}),
  } as RendererContext<unknown>;
  const bundle = await import(`/renderers/${renderer}.js`);
  return { api: await bundle.activate(Object.freeze(context)), listeners };
}

function loadOnce(renderer: string): Promise<Loaded> {
  const known = loaded.get(renderer) ?? load(renderer);
  loaded.set(renderer, known);
  return known;
}

function elementFor(id: string): HTMLElement {
  const known = document.getElementById(id);
  if (known) return known;
  const element = document.createElement('div');
  element.id = id;
  element.className = 'output';
  document.body.append(element);
  return element;
}

window.side = {
  posted,
  canPost: true,
  async draw(renderer, id, mime, text) {
    const { api } = await loadOnce(renderer);
    const item = { id, mime, metadata: undefined, text: () => text, json: () => JSON.parse(text) };
    await api.renderOutputItem(item as never, elementFor(id), new AbortController().signal);
  },
  async dispose(renderer, id) {
    (await loadOnce(renderer)).api.disposeOutputItem?.(id);
  },
  async answer(renderer, message) {
    for (const listener of (await loadOnce(renderer)).listeners) listener(message);
  },
};
