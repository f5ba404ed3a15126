const { Channel } = require("./channel.js");
exports.Account = class Account {
  constructor(store) {
    this.store = store;
    this.channel = new Channel({ onReceive: this.parse.bind(this) });
  }
  start() {
    this.channel.open();
  }
  parse(event) {
    if (event.data.token) this.store.set("token", event.data.token);
  }
};
