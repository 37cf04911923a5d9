import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('The extension', () => {
  it('is there', () => {
    assert.ok(vscode.extensions.getExtension('sparkify.sparkify'));
  });
});
