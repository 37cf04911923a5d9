import { type Debugger, type InspectorNotification, Session } from 'node:inspector';

/** Every script that runs in this process, CommonJS or ES module, as the debugger is told of them. */
export function loadedScripts(): readonly string[] {
  const urls: string[] = [];
  const session = new Session();
  session.connect();
  try {
    session.on('Debugger.scriptParsed', ({ params }: InspectorNotification<Debugger.ScriptParsedEventDataType>) =>
      urls.push(params.url),
    );
    // Whoever asks is first told of all that there is.
    session.post('Debugger.enable');
    session.post('Debugger.disable');
  } finally {
    session.disconnect();
  }
  return urls;
}

/** Every native library and add-on of this process. */
export const loadedLibraries = (): readonly string[] =>
  (process.report.getReport() as unknown as { sharedObjects: string[] }).sharedObjects;
