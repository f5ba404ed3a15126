import { Listening } from './mixins';

class Plain {
  constructor(protected readonly target: Element) {}

  accepts(origin: string) {
    return origin === 'https://forms.example.com';
  }

  receive(data: any) {
    this.target.textContent = data.text; //~ ok message-to-html: text
  }
}

class Rich extends Plain {
  override accepts(origin: string) {
    return origin.indexOf('https://forms.example.com') === 0; //~ weak-origin-check `origin.indexOf('https://forms.example.com') === 0` high
  }

  override receive(data: any) {
    this.target.innerHTML = data.html; //~ message-to-html `this.target.innerHTML` high
  }
}

const PlainField = Listening(Plain);
const RichField = Listening(Rich);

new PlainField(document.body).connected();
new RichField(document.body).connected();
parent.postMessage({ ready: true }, 'https://forms.example.com');
