import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { until } from '../editor/until.ts';
import { QuickInput } from '../editor/workbench/quick-input.ts';
import type { Gesture } from './orders.ts';

/** What tests in an extension host ask to be done at the window, as only a person can: keys, and answers to questions. */
export class Hands {
  /** The exit code of tests that end by saying so. */
  readonly ended: Promise<number>;
  readonly #server = createServer((request, response) => {
    this.#perform(request).then(
      done => response.end(done),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  #page: Page | undefined;
  #end: (code: number) => void = () => undefined;

  private constructor() {
    this.ended = new Promise(resolve => {
      this.#end = resolve;
    });
  }

  static async open(): Promise<Hands> {
    const hands = new Hands();
    hands.#server.listen(0, '127.0.0.1');
    await once(hands.#server, 'listening');
    return hands;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  layOn(page: Page): void {
    this.#page = page;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** It stands over the line or, until something is typed, in it. */
  #untilAsked(question: string, { widget, line }: QuickInput): Promise<unknown> {
    return until(`the question ${question}`, async () => {
      const said = [await widget.innerText(), await line.getAttribute('placeholder')];
      return said.some(text => text?.includes(question));
    });
  }

  async #perform(request: IncomingMessage): Promise<string> {
    const gesture = JSON.parse(await text(request)) as Gesture;
    const page = this.#page!;
    const quickInput = new QuickInput(page);
    switch (gesture.do) {
      case 'choose':
        await quickInput.choose(gesture.label);
        return '';
      case 'answer':
        await this.#untilAsked(gesture.question, quickInput);
        await quickInput.line.fill(gesture.text);
        await quickInput.line.press('Enter');
        return '';
      case 'accept':
        await until(`${gesture.text} in the line`, async () =>
          (await quickInput.line.inputValue()).includes(gesture.text),
        );
        // A dialog that still reads its folder takes no answer.
        await until('the answer taken', async () => {
          await quickInput.line.press('Enter');
          await quickInput.widget.waitFor({ state: 'hidden', timeout: 1000 });
          return true;
        });
        return '';
      case 'read':
        await page.locator(gesture.where).first().waitFor();
        return (await page.locator(gesture.where).allInnerTexts()).join('\n').replaceAll('\u00A0', ' ');
      case 'click':
        await page.locator(gesture.where).getByRole('button', { name: gesture.label }).first().click();
        return '';
      case 'end':
        this.#end(gesture.code);
        return '';
    }
  }
}
