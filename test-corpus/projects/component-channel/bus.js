export class Bus {
  constructor(name) {
    this.name = name;
    this.filters = [];
    this.open();
  }
  open() {
    this.channel = new BroadcastChannel(this.name); //~ channel-not-closed `new BroadcastChannel(this.name)`
    this.channel.onmessage = (event) => this.hear(event.data);
  }
  hear(data) {
    for (const filter of this.filters) if (!filter(data)) return;
    console.log(data);
  }
  filter(test) {
    this.filters.push(test);
  }
  post(data) {
    this.channel.postMessage(data);
  }
}
export const a = () => 1;
export const b = () => 2;
export const c = () => 3;
export const d = () => 4;
