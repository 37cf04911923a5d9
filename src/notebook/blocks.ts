import { type Fence, fenceAt, isClosing } from './fence.ts';
import { type HtmlBlock, htmlBlockAt } from './html-blocks.ts';
import { LineReader } from './line-reader.ts';

/** What a line is at top level; all that is within a list, a quote or a block of HTML is prose, and so are fences there. */
export type Role = 'prose' | 'comment' | 'opening' | 'content' | 'closing';

/** A quote, or an item of a list, whose content begins at a column. */
type Container = 'quote' | { readonly width: number; isEmpty: boolean };

/** What takes the next line. A paragraph goes on even where its quote or list does not. */
type Leaf =
  | { readonly is: 'paragraph' | 'indented' }
  | { readonly is: 'fence'; readonly fence: Fence }
  | { readonly is: 'html'; readonly html: HtmlBlock };

/** Follows Markdown line by line, as far as it takes to tell what stands at top level: the block structure of CommonMark 0.31. */
export class BlockScanner {
  #containers: Container[] = [];
  #leaf: Leaf | undefined;

  /** The line that would end what is open at top level and goes on over blank lines. */
  get closer(): string | undefined {
    if (this.#containers.length > 0) return undefined;
    if (this.#leaf?.is === 'fence') return this.#leaf.fence.letter.repeat(this.#leaf.fence.length);
    return this.#leaf?.is === 'html' ? this.#leaf.html.closer || undefined : undefined;
  }

  take(text: string): Role {
    const line = new LineReader(text);
    const depth = this.#reach(line);
    const role = depth === this.#containers.length ? this.#goOn(line) : undefined;
    return role ?? this.#begin(line, depth);
  }

  /** How many of the open quotes and lists go on in this line. */
  #reach(line: LineReader): number {
    for (const [depth, container] of this.#containers.entries()) {
      if (container === 'quote') {
        if (!line.take(/ {0,3}> ?/y)) return depth;
      } else if (line.isBlank) {
        // An item that begins with a blank line cannot have a second one.
        if (container.isEmpty) return depth;
      } else {
        if (line.indentUpTo(container.width) < container.width) return depth;
        line.skip(container.width);
        container.isEmpty = false;
      }
    }
    return this.#containers.length;
  }

  /** The leaf takes the line, or else is at an end; only a paragraph may go on afterwards. */
  #goOn(line: LineReader): Role | undefined {
    const leaf = this.#leaf;
    if (leaf?.is === 'fence') {
      if (!isClosing(line.rest, leaf.fence)) return this.#atTop('content');
      this.#leaf = undefined;
      return this.#atTop('closing');
    }
    if (leaf?.is === 'html' && leaf.html.ends !== 'blank line') {
      if (leaf.html.ends.test(line.rest)) this.#leaf = undefined;
      return 'prose';
    }
    if (leaf?.is === 'html' && !line.isBlank) return 'prose';
    if (leaf?.is === 'indented' && (line.isBlank || line.isIndented)) return 'prose';
    if (leaf?.is !== 'paragraph' || line.isBlank) this.#leaf = undefined;
    return undefined;
  }

  #begin(line: LineReader, depth: number): Role {
    let inside = depth;
    let goesOn = depth === this.#containers.length && this.#leaf?.is === 'paragraph';
    while (!line.isBlank) {
      let container: Container | undefined = line.take(/ {0,3}> ?/y) ? 'quote' : undefined;
      if (!container) {
        const role = this.#leafAt(line, inside, goesOn);
        if (role) return role;
        container = itemAt(line, goesOn);
      }
      if (!container) break;
      this.#close(inside);
      this.#containers.push(container);
      inside += 1;
      goesOn = false;
    }
    if (!line.isBlank && this.#leaf?.is === 'paragraph') return 'prose';
    this.#close(inside);
    if (!line.isBlank) this.#leaf = { is: 'paragraph' };
    return 'prose';
  }

  #leafAt(line: LineReader, inside: number, goesOn: boolean): Role | undefined {
    const isInParagraph = this.#leaf?.is === 'paragraph';
    if (line.isIndented) {
      if (isInParagraph) return undefined;
      this.#close(inside);
      this.#leaf = { is: 'indented' };
      return 'prose';
    }
    const { rest } = line;
    const fence = fenceAt(rest);
    if (fence) {
      this.#close(inside);
      this.#leaf = { is: 'fence', fence };
      return this.#atTop('opening');
    }
    const html = htmlBlockAt(rest.slice(line.indentUpTo(3)), isInParagraph);
    if (html) {
      this.#close(inside);
      if (html.ends !== 'blank line' && html.ends.test(rest)) return this.#atTop('comment');
      this.#leaf = { is: 'html', html };
      return 'prose';
    }
    if (!isHeading.test(rest) && !(goesOn && isUnderline.test(rest)) && !isRule.test(rest)) return undefined;
    this.#close(inside);
    return 'prose';
  }

  #close(depth: number): void {
    this.#containers.length = depth;
    this.#leaf = undefined;
  }

  #atTop(role: Role): Role {
    return this.#containers.length === 0 ? role : 'prose';
  }
}

const isHeading = /^ {0,3}#{1,6}(?: |$)/;
const isUnderline = /^ {0,3}(?:=+|-+) *$/;
const isRule = /^ {0,3}(?:(?:\* *){3,}|(?:_ *){3,}|(?:- *){3,})$/;

/** The item of a list that begins here. Only one that says something, and counts from 1, may break into a paragraph. */
function itemAt(line: LineReader, isInParagraph: boolean): Container | undefined {
  if (line.isIndented) return undefined;
  const [, mark, number, content] = /^( {0,3}(?:[*+-]|(\d{1,9})[.)]))(?= |$) *(.*)/s.exec(line.rest) ?? [];
  if (mark === undefined) return undefined;
  const isEmpty = content === '';
  if (isInParagraph && (isEmpty || (number !== undefined && Number(number) !== 1))) return undefined;
  line.skip(mark.length);
  const spaces = line.indentUpTo(5);
  // More than four spaces are one, and the code that they indent.
  const taken = isEmpty || spaces > 4 ? Math.min(spaces, 1) : spaces;
  line.skip(taken);
  return { width: mark.length + Math.max(taken, 1), isEmpty };
}
