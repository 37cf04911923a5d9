import { ViewColumn, window } from 'vscode';
import { htmlOf } from '../../output/as-html.ts';
import type { Payload } from '../../output/payload.ts';

/** What a command had to show, without a notebook: the same as its cell would show elsewhere. Nothing in it runs. */
export function showPayload(title: string, payloads: readonly Payload[]): void {
  const panel = window.createWebviewPanel('sparkify.result', title, ViewColumn.Active, { enableScripts: false });
  panel.webview.html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Sparkify</title>
</head>
<body>
${payloads.map(htmlOf).join('\n')}
</body>
</html>`;
}
