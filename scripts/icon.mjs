// Draws media/icon.png: the bars of an equalizer, and a spark. `node scripts/icon.mjs` after a change here.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const size = 128;
const samples = 4;

const bars = [
  { x: 30, top: 72 },
  { x: 50, top: 52 },
  { x: 70, top: 64 },
  { x: 90, top: 44 },
];
const [night, dusk, white, gold] = [0x1f2a5a, 0x5b3f9e, 0xffffff, 0xffc94d].map(rgb => [
  rgb >> 16,
  (rgb >> 8) & 255,
  rgb & 255,
]);

const isInRounded = (x, y, left, top, right, bottom, radius) => {
  const dx = Math.max(left + radius - x, 0, x - (right - radius));
  const dy = Math.max(top + radius - y, 0, y - (bottom - radius));
  return dx * dx + dy * dy <= radius * radius;
};
/** Four points, drawn in by the square root on each side. */
const isInSpark = (x, y) => Math.sqrt(Math.abs(x - 97)) + Math.sqrt(Math.abs(y - 27)) <= Math.sqrt(15);

function colourAt(x, y) {
  if (!isInRounded(x, y, 2, 2, size - 2, size - 2, 26)) return [0, 0, 0, 0];
  if (isInSpark(x, y)) return [...gold, 255];
  if (bars.some(bar => isInRounded(x, y, bar.x, bar.top, bar.x + 13, 102, 6))) return [...white, 255];
  const share = (x + y) / (2 * size);
  return [...night.map((from, i) => from + (dusk[i] - from) * share), 255];
}

function pixel(column, row) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < samples * samples; i += 1) {
    const x = column + ((i % samples) + 0.5) / samples;
    const y = row + (Math.floor(i / samples) + 0.5) / samples;
    const [red, green, blue, alpha] = colourAt(x, y);
    for (const [channel, value] of [red * alpha, green * alpha, blue * alpha, alpha].entries()) sum[channel] += value;
  }
  const [red, green, blue, alpha] = sum;
  return alpha === 0
    ? [0, 0, 0, 0]
    : [red / alpha, green / alpha, blue / alpha, alpha / (samples * samples)].map(Math.round);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6], 8);

const rows = Array.from({ length: size }, (_, row) => [
  0,
  ...Array.from({ length: size }, (_, column) => pixel(column, row)).flat(),
]);
const png = [
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  chunk('IHDR', header),
  chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
];
writeFileSync(new URL('../media/icon.png', import.meta.url), Buffer.concat(png));
