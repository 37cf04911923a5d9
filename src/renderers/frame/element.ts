/** An element as it should be. `patch` makes the page so, and keeps every node that already is. */
export interface Wanted {
  readonly tag: string;
  readonly props: Props;
  readonly children: readonly Child[];
}

/** What is undefined or false takes no room, and leaves the others their places. */
export type Child = Wanted | string | undefined | false;

export interface Props {
  /** Which of its siblings it is, where they come and go. */
  readonly key?: string | undefined;
  readonly class?: string | undefined;
  /** Set when it is made, and the person's from then on. */
  readonly initially?: Readonly<Record<string, string>> | undefined;
  readonly attributes?: Readonly<Record<string, string | number | undefined>> | undefined;
  /** Custom properties of CSS, by their names. */
  readonly vars?: Readonly<Record<`--${string}`, string>> | undefined;
  readonly on?: Readonly<Record<string, (event: Event) => void>> | undefined;
}

export const h = (tag: string, props: Props = {}, ...children: readonly Child[]): Wanted => ({ tag, props, children });

const svgNamespace = 'http://www.w3.org/2000/svg';
const svgTags = new Set(['svg', 'path', 'circle']);

const wantedOf = new WeakMap<Element, Wanted>();
const childrenOf = new WeakMap<Node, Map<string, Element | Text>>();

/** Makes these the children of a node that has no others; a node stays the same as long as its key and tag do. */
export function patch(parent: Element | ShadowRoot, children: readonly Child[]): void {
  const before = childrenOf.get(parent) ?? new Map<string, Element | Text>();
  const now = new Map<string, Element | Text>();
  for (const [place, child] of children.entries()) {
    if (child === undefined || child === false) continue;
    const key = keyOf(child, place, now);
    const node = before.get(key) ?? made(child);
    now.set(key, node);
    if (node instanceof Text) {
      if (node.data !== child) node.data = String(child);
    } else if (typeof child !== 'string') update(node, child);
  }
  for (const [key, node] of before) if (!now.has(key)) node.remove();
  let next = parent.firstChild;
  for (const node of now.values()) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
  childrenOf.set(parent, now);
}

function keyOf(child: Wanted | string, place: number, taken: ReadonlyMap<string, unknown>): string {
  if (typeof child === 'string') return `${place}`;
  const { tag, props } = child;
  let key = props.key === undefined ? `${place}<${tag}` : `<${tag} ${props.key}`;
  while (taken.has(key)) key += '+';
  return key;
}

function made(child: Wanted | string): Element | Text {
  if (typeof child === 'string') return document.createTextNode(child);
  const { tag, props } = child;
  const element = svgTags.has(tag) ? document.createElementNS(svgNamespace, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(props.initially ?? {})) element.setAttribute(name, value);
  for (const type of Object.keys(props.on ?? {})) {
    element.addEventListener(type, event => wantedOf.get(element)?.props.on?.[type]?.(event));
  }
  return element;
}

function update(element: Element, wanted: Wanted): void {
  const before = wantedOf.get(element)?.props;
  const { props, children } = wanted;
  if (props.class !== before?.class) setAttribute(element, 'class', props.class);
  for (const [name, value] of changes(before?.attributes, props.attributes)) setAttribute(element, name, value);
  for (const [name, value] of changes(before?.vars, props.vars)) {
    if (element instanceof HTMLElement) element.style.setProperty(name, value ?? null);
  }
  wantedOf.set(element, wanted);
  patch(element, children);
}

function setAttribute(element: Element, name: string, value: string | number | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}

function changes<V>(
  before: Readonly<Record<string, V>> = {},
  now: Readonly<Record<string, V>> = {},
): [string, V | undefined][] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter(name => before[name] !== now[name]).map(name => [name, now[name]]);
}
