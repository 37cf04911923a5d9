import { eolOf } from './lines.ts';
import type { Cell, Eol, Notebook, Written } from './notebook.ts';
import { type Before, bodyOf, endOf, leadOf } from './pieces.ts';
import { type Reading, read } from './read.ts';

/** The notebook of a file's text. What `print` would not write the same is kept beside the cells, so that it prints letter for letter. */
export function parse(text: string): Notebook {
  const reading = read(text);
  const { bom, frontMatter, end } = reading;
  const eol = eolOf(text);
  return {
    cells: cellsOf(reading, eol),
    ...(frontMatter === '' ? {} : { frontMatter }),
    ...(bom ? { bom } : {}),
    ...(eol === '\n' ? {} : { eol }),
    ...(end === endOf(reading, eol) ? {} : { end }),
  };
}

function cellsOf({ frontMatter, cells }: Reading, eol: Eol): Cell[] {
  let before: Before = frontMatter === '' ? 'nothing' : 'front matter';
  return cells.map(({ lead, body, cell }) => {
    const written: Written = {
      ...(lead === leadOf(cell, before, eol) ? {} : { lead }),
      ...(body === bodyOf(cell, eol) ? {} : { body }),
    };
    before = cell;
    return Object.keys(written).length === 0 ? cell : { ...cell, written };
  });
}
