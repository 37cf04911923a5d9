// Writes sparkify.schema.json from the commands' own options.
import { writeFileSync } from 'node:fs';
import { projectSchema } from '../src/commands/project-schema.ts';

writeFileSync(new URL('../sparkify.schema.json', import.meta.url), `${JSON.stringify(projectSchema(), null, 2)}\n`);
