// A client of an old API: JSON first, and eval for those who cannot.
export class Client {
  constructor(url) {
    this.url = url;
    this.pending = null;
    this.receive = this.receive.bind(this);
    window.addEventListener('message', this.receive, false); //~ missing-origin-check `window.addEventListener('message', this.receive, false)` high
  }

  receive(event) {
    let answer;
    try {
      answer = JSON.parse(event.data); //~ ok message-to-code: JSON.parse runs nothing
    } catch (error) {
      answer = eval('(' + event.data + ')'); //~ message-to-code `eval('(' + event.data + ')')` high
    }
    this.pending = answer;
  }
}
