import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseIni } from '../../../src/lake/ini.ts';

const values = (text: string, section = '') => Object.fromEntries(parseIni(text).get(section) ?? []);

describe('an INI file', () => {
  it('is read as course projects write it', () => {
    const text =
      "[AWS]\nKEY=AKIA1\nSECRET = 'a/b+c=d'\n\n[S3]\nLOG_DATA='s3://udacity-dend/log_data'\nSONG_DATA: \"s3://x/y\"\n";
    assert.deepEqual(values(text, 'AWS'), { key: 'AKIA1', secret: 'a/b+c=d' });
    assert.deepEqual(values(text, 'S3'), { log_data: 's3://udacity-dend/log_data', song_data: 's3://x/y' });
  });

  it('is read without any section, with a byte order mark, and with the line ends of any system', () => {
    assert.deepEqual(values('\uFEFFA=1\r\nb = 2\rC=3\n'), { a: '1', b: '2', c: '3' });
  });

  it('has comments on lines of their own and behind a space, never within a value', () => {
    assert.deepEqual(values('# one\n; two\na=x#y;z # three\nb="q # r" ; four\nc=# five'), {
      a: 'x#y;z',
      b: 'q # r',
      c: '',
    });
  });

  it('keeps the nested settings of AWS profiles apart', () => {
    assert.deepEqual(values('[default]\nregion=eu-west-1\ns3 =\n  region = us-east-1\noutput=json', 'default'), {
      region: 'eu-west-1',
      s3: '',
      's3.region': 'us-east-1',
      output: 'json',
    });
  });

  it('joins a section that is opened twice, and takes the later of two values', () => {
    assert.deepEqual(values('[a]\nx=1\ny=1\n[b]\nx=9\n[a]\nx=2', 'a'), { x: '2', y: '1' });
  });

  it('gives back what was written, whatever the names and values', () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,12}$/);
    const value = fc.string({ unit: 'binary-ascii' }).filter(text => !/["\r\n]/.test(text));
    fc.assert(
      fc.property(fc.dictionary(name, fc.dictionary(name, value)), sections => {
        const text = Object.entries(sections)
          .map(
            ([section, pairs]) =>
              `[${section}]\n${Object.entries(pairs)
                .map(([key, one]) => `${key} = "${one}"\n`)
                .join('')}`,
          )
          .join('\n');
        for (const [section, pairs] of Object.entries(sections)) assert.deepEqual(values(text, section), { ...pairs });
      }),
    );
  });

  it('never fails, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => void parseIni(text)));
  });
});
