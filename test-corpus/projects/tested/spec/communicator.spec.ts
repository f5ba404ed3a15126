import { describe, expect, test } from 'vitest';
import { Communicator } from '../src/communicator';
import { Panel } from '../src/panel';

describe('Communicator', () => {
  test('resolves with the answer', async () => {
    const communicator = new Communicator('https://host.example.com', (event) => typeof event.data.id === 'string');
    const answer = communicator.send('1', { method: 'info' });
    window.postMessage({ id: '1', success: true }, location.origin);
    await expect(answer).resolves.toBeDefined();
  });

  test('shows a title', () => {
    const panel = new Panel();
    panel.open();
    expect(panel.title).toBe('');
  });
});
