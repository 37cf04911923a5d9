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
  it('ask to stop the first time, and to end at once from then on', () => {
    const { told, release } = listening();
    process.emit('SIGINT');
    assert.deepEqual(told, ['stop']);
    process.emit('SIGTERM');
    process.emit('SIGINT');
    release();
    assert.deepEqual(told, ['stop', 'end', 'end']);
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
