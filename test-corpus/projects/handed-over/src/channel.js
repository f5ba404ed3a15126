// The handler comes in an object of options.
exports.Channel = class Channel {
  constructor(options) {
    this.options = options;
  }
  open() {
    window.addEventListener("message", (event) => this.options.onReceive(event), false); //~ missing-origin-check `window.addEventListener("message", (event) => this.options.onReceive(event), false)` medium
  }
};
