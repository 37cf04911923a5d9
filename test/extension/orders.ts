/** What the tests in an extension host are told, through its environment. */
export interface Orders {
  readonly tests: readonly string[];
  /** The mocha reporter's file, and where its counts and its words go. */
  readonly reporter: string;
  readonly report: string;
  readonly output: string;
}

export const ordersVariable = 'EXTENSION_TESTS';
