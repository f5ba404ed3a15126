// What MDN says about BroadcastChannel.

//~ spec mdn/Broadcast_Channel_API: Pages of one origin hear each other on channels of one name; they agree themselves on what a message means
const editing = new BroadcastChannel("editing");
editing.onmessageerror = () => {};
editing.onmessage = (event) => { //~ ok missing-origin-check: there is no foreign sender
  if (typeof event.data?.path === "string") document.title = event.data.path;
};

export function edit(path) {
  editing.postMessage({ path }); //~ ok wildcard-target-origin: a channel has no target origin
}

const panel = document.querySelector("#panel");
const titles = new BroadcastChannel("titles");
titles.onmessageerror = () => {};
titles.onmessage = (event) => {
  if (typeof event.data?.title === "string") panel.textContent = event.data.title; //~ ok message-to-html: text stays text
};
//~ uncovered: pages of the same origin trust each other; only messages of windows are followed to what they do

//~ spec mdn/BroadcastChannel/close: close() is the only way to say that a channel is not needed any more
export class Presence {
  constructor(name) {
    this.name = name;
    this.users = new Set();
  }

  watch() {
    const channel = new BroadcastChannel("users"); //~ channel-not-closed `new BroadcastChannel("users")` low
    channel.onmessage = (event) => this.users.add(event.data); //~ missing-messageerror-handler `channel.onmessage` low
  }

  watchUntil(signal) {
    const channel = new BroadcastChannel("users"); //~ ok channel-not-closed: the signal ends it
    channel.onmessageerror = () => channel.close();
    channel.onmessage = (event) => this.users.add(event.data);
    signal.addEventListener("abort", () => channel.close());
  }
}

//~ spec mdn/BroadcastChannel/postMessage#exceptions: A post throws on a closed channel, and for what cannot be serialised
export function tellAll(path, onSaved) {
  editing.postMessage({ path, onSaved: () => onSaved(path) }); //~ uncloneable-message `() => onSaved(path)` medium
}

export function tellTooLate(path) {
  const channel = new BroadcastChannel("editing");
  channel.close();
  channel.postMessage({ path }); //~ use-after-close `channel.postMessage({ path })` medium
}

export function tellInOrder(path) {
  const channel = new BroadcastChannel("editing");
  channel.postMessage({ path }); //~ ok use-after-close: before the end
  channel.close();
}

//~ spec mdn/BroadcastChannel/messageerror_event: A message that cannot be deserialised comes as messageerror
const programs = new BroadcastChannel("programs");
programs.addEventListener("message", (event) => console.log(event.data)); //~ missing-messageerror-handler `programs.addEventListener("message", (event) => console.log(event.data))` low

const builds = new BroadcastChannel("builds");
builds.addEventListener("message", (event) => console.log(event.data)); //~ ok missing-messageerror-handler: the next line hears of it
builds.addEventListener("messageerror", () => console.warn("a build was lost"));
