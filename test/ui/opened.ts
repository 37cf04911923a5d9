import type { Playground } from '../editor/playground.ts';
import type { Workbench } from '../editor/workbench/workbench.ts';

/** What was opened before the tests were loaded: one window, shared by them all. */
export const opened = {} as {
  workbench: Workbench;
  /** The folder that is open in it. */
  workspace: string;
  /** A sample lake; what the window starts may read it. */
  playground: Playground;
  /** Where pictures of the window go. */
  pictures: string;
  /** Where VS Code and the extension are installed. */
  home: string;
  /** One more window, on a folder of that name, which is made empty unless it is there. */
  openWindow(name: string): Promise<Opened>;
  openWindowWithoutFolder(): Promise<Workbench>;
};

export interface Opened {
  readonly workbench: Workbench;
  readonly folder: string;
}
