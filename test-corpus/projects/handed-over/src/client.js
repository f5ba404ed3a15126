// What messages do is told in the files that import this one, none of which has a word of messaging in it.
export class Client {
  constructor() {
    this.handlers = {};
    window.addEventListener("message", this.receive.bind(this)); //~ missing-origin-check `window.addEventListener("message", this.receive.bind(this))` high
  }
  on(name, callback) {
    (this.handlers[name] = this.handlers[name] || []).push(callback);
  }
  receive(event) {
    const { name, data } = event.data;
    (this.handlers[name] || []).forEach((handler) => handler(data));
  }
}
