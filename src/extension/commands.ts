import { commands, Disposable, workspace } from 'vscode';
import type { Parts } from './parts.ts';
import { tellError } from './tell-error.ts';
import { untrusted } from './untrusted.ts';

type Deed = (parts: Parts, ...given: unknown[]) => Promise<void>;

/** What each command of package.json does; only what is asked for is loaded. */
const deeds: Readonly<Record<string, () => Promise<Deed>>> = {
  newNotebook: async () => (await import('./notebook/open-new.ts')).newNotebook,
  nameCell: async () => (await import('./notebook/name-cell.ts')).nameCell,
  openSamples: async () => (await import('./palette/samples.ts')).openSamples,
  runSample: async () => (await import('./palette/samples.ts')).runSample,
  startPlayground: async () => (await import('./palette/playground-commands.ts')).startPlayground,
  stopPlayground: async () => (await import('./palette/playground-commands.ts')).stopPlayground,
  runEtl: async () => (await import('./palette/run-commands.ts')).runCommand('etl'),
  runEtlAgain: async () => (await import('./palette/run-commands.ts')).runAgain,
  extract: async () => (await import('./palette/run-commands.ts')).runCommand('extract'),
  transform: async () => (await import('./palette/run-commands.ts')).runCommand('transform'),
  check: async () => (await import('./palette/run-commands.ts')).runCommand('check'),
  export: async () => (await import('./palette/run-commands.ts')).runCommand('export'),
  openWarehouse: async () => (await import('./palette/warehouse-commands.ts')).openWarehouse,
  warehouseMenu: async () => (await import('./palette/warehouse-commands.ts')).warehouseMenu,
  restartKernel: async () => (await import('./palette/kernel-commands.ts')).restartKernel,
  interrupt: async () => (await import('./palette/kernel-commands.ts')).interrupt,
  kernelMenu: async () => (await import('./palette/kernel-commands.ts')).kernelMenu,
  chooseCredentials: async () => (await import('./choose-credentials.ts')).chooseCredentials,
  editProjectFile: async () => (await import('./palette/edit-project-file.ts')).editProjectFile,
  copyShellCommand: async () => (await import('./palette/copy-shell-command.ts')).copyShellCommand,
  showLog: async () => async parts => parts.log.show(),
};

/** An error that no cell can show is told here, once. */
export function registerCommands(parts: Parts): Disposable {
  const needTrust = thoseThatNeedTrust(parts);
  const registered = Object.entries(deeds).map(([name, load]) =>
    commands.registerCommand(`sparkify.${name}`, async (...given: unknown[]) => {
      try {
        // Menus and the palette do not offer it then; others may call it all the same.
        if (!workspace.isTrusted && needTrust.has(`sparkify.${name}`)) throw untrusted();
        const deed = await load();
        await deed(parts, ...given);
      } catch (error) {
        void tellError(parts.log, error);
      }
    }),
  );
  return Disposable.from(...registered);
}

/** As package.json says for each. */
function thoseThatNeedTrust({ context }: Parts): ReadonlySet<string> {
  const { contributes } = context.extension.packageJSON as {
    contributes: { commands: { command: string; enablement?: string }[] };
  };
  const theirs = contributes.commands.filter(({ enablement }) => enablement?.includes('isWorkspaceTrusted'));
  return new Set(theirs.map(({ command }) => command));
}
