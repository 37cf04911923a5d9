/** What VS Code sets on a notebook's page in its own themes, as far as renderers use it. */
export interface Theme {
  readonly bodyClass: string;
  readonly colours: Readonly<Record<string, string>>;
}

const dark = {
  foreground: '#cccccc',
  descriptionForeground: '#9d9d9d',
  errorForeground: '#f85149',
  'editor-background': '#1f1f1f',
  'editorWidget-background': '#202020',
  'editorWidget-border': '#313131',
  'panel-border': '#2b2b2b',
  focusBorder: '#0078d4',
  'progressBar-background': '#0078d4',
  'button-secondaryBackground': '#00000000',
  'button-secondaryForeground': '#cccccc',
  'button-secondaryHoverBackground': '#2b2b2b',
  'button-border': '#ffffff1a',
  'textCodeBlock-background': '#2b2b2b',
  'list-hoverBackground': '#2a2d2e',
  'editorWarning-foreground': '#cca700',
  'charts-blue': '#59a4f9',
  'charts-green': '#89d185',
  'charts-yellow': '#cca700',
};

const light = {
  foreground: '#3b3b3b',
  descriptionForeground: '#3b3b3b',
  errorForeground: '#f85149',
  'editor-background': '#ffffff',
  'editorWidget-background': '#f8f8f8',
  'editorWidget-border': '#c8c8c8',
  'panel-border': '#e5e5e5',
  focusBorder: '#005fb8',
  'progressBar-background': '#005fb8',
  'button-secondaryBackground': '#e5e5e5',
  'button-secondaryForeground': '#3b3b3b',
  'button-secondaryHoverBackground': '#cccccc',
  'button-border': '#0000001a',
  'textCodeBlock-background': '#f8f8f8',
  'list-hoverBackground': '#f2f2f2',
  'editorWarning-foreground': '#bf8803',
  'charts-blue': '#0063d3',
  'charts-green': '#388a34',
  'charts-yellow': '#bf8803',
};

const highContrast = {
  foreground: '#ffffff',
  descriptionForeground: '#ffffffb3',
  errorForeground: '#f48771',
  'editor-background': '#000000',
  'editorWidget-background': '#0c141f',
  'editorWidget-border': '#6fc3df',
  'panel-border': '#6fc3df',
  contrastBorder: '#6fc3df',
  focusBorder: '#f38518',
  'progressBar-background': '#6fc3df',
  'button-secondaryForeground': '#ffffff',
  'button-border': '#6fc3df',
  'textCodeBlock-background': '#000000',
  'list-hoverBackground': '#ffffff1a',
  'editorWarning-foreground': '#ffd370',
  'charts-blue': '#59a4f9',
  'charts-green': '#89d185',
  'charts-yellow': '#ffd370',
};

const highContrastLight = {
  foreground: '#292929',
  descriptionForeground: '#292929b3',
  errorForeground: '#b5200d',
  'editor-background': '#ffffff',
  'editorWidget-background': '#ffffff',
  'editorWidget-border': '#0f4a85',
  'panel-border': '#0f4a85',
  contrastBorder: '#0f4a85',
  focusBorder: '#006bbd',
  'progressBar-background': '#0f4a85',
  'button-secondaryBackground': '#ffffff',
  'button-secondaryForeground': '#292929',
  'button-border': '#0f4a85',
  'textCodeBlock-background': '#f2f2f2',
  'list-hoverBackground': '#0f4a851a',
  'editorWarning-foreground': '#895503',
  'charts-blue': '#0063d3',
  'charts-green': '#374e06',
  'charts-yellow': '#895503',
};

export const themes = {
  dark: { bodyClass: 'vscode-dark', colours: dark },
  light: { bodyClass: 'vscode-light', colours: light },
  'high-contrast': { bodyClass: 'vscode-high-contrast', colours: highContrast },
  'high-contrast-light': { bodyClass: 'vscode-high-contrast vscode-high-contrast-light', colours: highContrastLight },
} as const satisfies Record<string, Theme>;

export type ThemeName = keyof typeof themes;
