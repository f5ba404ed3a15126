import { Channel } from './channel';

interface Preview {
  html: string;
}

/** Keeps the check that it inherits. */
export class PreviewChannel extends Channel<Preview> {
  constructor(private readonly frame: HTMLElement) {
    super('https://cms.example.com');
  }

  protected onData(data: Preview) {
    this.frame.innerHTML = data.html; //~ message-to-html `this.frame.innerHTML` low pedantic
  }
}

window.addEventListener('load', () => parent.postMessage('ready', 'https://cms.example.com'));
new PreviewChannel(document.body);
