/** What the tests in an extension host are told, through its environment. */
export interface Orders {
  readonly tests: readonly string[];
  /** The mocha reporter's file, and where its counts and its words go. */
  readonly reporter: string;
  readonly report: string;
  readonly output: string;
  /** The bundle of `inside.ts`, for who runs it himself. */
  readonly inside?: string | undefined;
  /** Where to ask for what only a person can do at the window; none where nobody sits there. */
  readonly hands?: string | undefined;
}

export type Gesture =
  | { readonly do: 'choose'; readonly label: string }
  | { readonly do: 'answer'; readonly question: string; readonly text: string }
  | { readonly do: 'accept'; readonly text: string }
  | { readonly do: 'read'; readonly where: string }
  | { readonly do: 'click'; readonly where: string; readonly label: string }
  | { readonly do: 'end'; readonly code: number };

export const ordersVariable = 'EXTENSION_TESTS';
