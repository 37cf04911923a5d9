import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { commands } from '../../../src/commands/index.ts';
import { projectSchema } from '../../../src/commands/project-schema.ts';

describe('sparkify.schema.json', () => {
  it('is what the commands say: npm run schema writes it', () => {
    const shipped = JSON.parse(readFileSync('sparkify.schema.json', 'utf8'));
    assert.deepEqual(shipped, JSON.parse(JSON.stringify(projectSchema())));
  });

  it('offers each command its options as flags are written, and none that is said anew each time', () => {
    const { properties } = JSON.parse(JSON.stringify(projectSchema()));
    const etl = properties.options.properties.etl.properties;
    assert.deepEqual(etl['max-rejects'].default, '1%');
    assert.ok(etl['repair-text'] && !etl.json && !etl.plan);
    const withOptions = commands.filter(command => !command.standsAlone).map(({ name }) => name);
    assert.deepEqual(Object.keys(properties.options.properties), withOptions);
  });
});
