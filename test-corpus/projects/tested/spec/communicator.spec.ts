import { describe, expect, test } from 'vitest';
import { Communicator } from '../src/communicator';
import { Panel } from '../src/panel';

describe('Communicator', () => {
  test('resolves with the answer', async () => {
    const communicator = new Communicator('https://host.example.com');
    communicator.isValid = (event) => typeof event.data.id === 'string';
    await expect(communicator.send('1', { method: 'info' })).resolves.toBeDefined();
  });

  test('shows a title', () => {
    const panel = new Panel();
    panel.open();
    expect(panel.title).toBe('');
  });
});
