import assert from 'node:assert/strict';
import { onInterrupt } from '../../../src/session/shell/interrupts.ts';

function listening() {
  const told: string[] = [];
  const tell = (step: string) => () => {
    told.push(step);
  };
  const release = onInterrupt({ stop: tell('stop'), isSlow: tell('slow'), endAtOnce: tell('end') });
  return { told, release };
}

describe('interrupts', () => {
  it('ask to stop the first time and to end at once the second; a third is left to the system', () => {
    const before = process.listenerCount('SIGINT');
    const { told } = listening();
    process.emit('SIGINT');
    assert.deepEqual(told, ['stop']);
    process.emit('SIGTERM');
    assert.deepEqual(told, ['stop', 'end']);
    assert.equal(process.listenerCount('SIGINT'), before);
  });

  it('are left to others once nobody wants to hear of them', () => {
    const before = process.listenerCount('SIGINT');
    const { told, release } = listening();
    assert.equal(process.listenerCount('SIGINT'), before + 1);
    release();
    assert.equal(process.listenerCount('SIGINT'), before);
    assert.deepEqual(told, []);
  });
});
