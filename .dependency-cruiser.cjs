// The floors of the house: a room imports only from floors below, or from rooms named before it on its own floor.
const floors = [
  ['base', 'schema'],
  ['lake', 'warehouse', 'engines', 'playground'],
  ['pipeline', 'diagram', 'notebook', 'output'],
  ['commands', 'commands/run', 'session'],
  ['kernel'],
  ['extension', 'renderers', 'cli.ts'],
];

const rooms = floors.flat();
const pathOf = room => (room === 'commands' ? '^src/commands/(?!run/)' : `^src/${room.replace('.', '\\.')}(/|$)`);

const inOrder = rooms.slice(0, -1).map((room, index) => ({
  name: `floors: ${room}`,
  comment: 'A room imports only from floors below, or from rooms named before it on its own floor.',
  severity: 'error',
  from: { path: pathOf(room) },
  to: { path: rooms.slice(index + 1).map(pathOf) },
}));

const only = (name, what, rooms) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: rooms.map(room => `^src/${room}/`) },
  to: { path: what },
});

module.exports = {
  forbidden: [
    ...inOrder,
    { name: 'no cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    { name: 'src stands alone', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench|scripts)/' } },
    only('DuckDB only in warehouse', 'node_modules/@duckdb/', ['warehouse']),
    only('the S3 client only in lake', 'node_modules/(@aws-sdk|@smithy|undici)/', ['lake']),
    only("'vscode' only in extension", '^vscode$|@types/vscode', ['extension']),
    {
      name: 'what a command is loads nothing heavy',
      comment: 'The palette and completion import commands/ without commands/run/, DuckDB or the SDK.',
      severity: 'error',
      from: { path: pathOf('commands') },
      to: { path: ['^src/commands/run/', '^src/(lake|warehouse|playground)/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'renderers stay light',
      severity: 'error',
      from: { path: '^src/renderers/' },
      to: {
        path: '^src/',
        pathNot: ['^src/renderers/', '^src/(output|base)/', '^src/diagram/(?!layout/)'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no unknown rooms',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/', pathNot: rooms.map(pathOf) },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '^vscode(-notebook-renderer)?$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs'],
      conditionNames: ['import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
