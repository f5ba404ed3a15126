export class Frame {
  constructor(src) {
    this.element = document.createElement('iframe');
    this.element.src = src; //~ message-to-navigation `this.element.src` high
  }

  mount() {
    document.body.append(this.element);
  }
}
