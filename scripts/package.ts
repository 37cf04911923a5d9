// The extension as a VSIX, for this platform or for those given: npm run package -- --target win32-x64 --target darwin-arm64
import { parseArgs } from 'node:util';
import { isTarget, targets, thisTarget } from './packaging/targets.ts';
import { writeVsix } from './packaging/vsix.ts';

const { values } = parseArgs({ options: { target: { type: 'string', multiple: true, default: [thisTarget()] } } });
const unknown = values.target.filter(name => !isTarget(name));
if (unknown.length > 0) {
  console.error(`DuckDB has no binaries for ${unknown.join(', ')}. There are: ${Object.keys(targets).join(', ')}.`);
  process.exit(2);
}
for (const target of values.target.filter(isTarget)) {
  const file = `sparkify-${target}.vsix`;
  const sizeBytes = await writeVsix(target, file);
  console.log(`${file}: ${(sizeBytes / 1e6).toFixed(1)} MB`);
}
