import { Channel } from './channel';

interface Command {
  name: string;
  url: string;
}

const OLD_HOSTS = /legacy\.example\.com/;

/** Replaces the check by a worse one. */
class LegacyChannel extends Channel<Command> {
  protected override accepts(event: MessageEvent<Command>) {
    return OLD_HOSTS.test(event.origin); //~ weak-origin-check `OLD_HOSTS.test(event.origin)` high
  }

  protected onData(data: Command) {
    if (data.name === 'go') location.href = data.url; //~ message-to-navigation `location.href` high
  }
}

window.addEventListener('load', () => parent.postMessage('ready', 'https://legacy.example.com'));
new LegacyChannel('https://legacy.example.com');
