// A port that an object of the program holds, which a promise is settled with.
class Switchboard {
  constructor({ port }) {
    this.port = port;
    this.port.onmessage = (event) => this.answer(event.data);
  }

  answer(data) {
    this.port.postMessage({ id: data.id });
  }
}

export async function embedDashboard(mount, url) {
  const board = await new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.addEventListener("load", () => {
      const channel = new MessageChannel(); //~ noise channel-not-closed `new MessageChannel()`: whoever waits for the promise holds the port, within an object
      frame.contentWindow.postMessage({ handshake: "port transfer" }, url, [channel.port2]);
      resolve(new Switchboard({ port: channel.port1 }));
    });
    frame.src = url;
    mount.replaceChildren(frame);
  });
  return { size: () => board.answer({ id: 0 }), unmount: () => mount.replaceChildren() };
}
