// What the HTML Standard says about broadcasting to other browsing contexts.

//~ spec html/web-messaging#broadcasting-to-other-browsing-contexts: Every tab learns of a sign-out from the one in which it happened, and that one tells itself
const presence = new BroadcastChannel("presence");
presence.onmessageerror = () => location.reload();
presence.onmessage = (event) => { //~ ok missing-origin-check: only pages of the same origin speak here
  if (event.data === "gone") showSignedOut();
};

export function signOut() {
  presence.postMessage("gone"); //~ ok use-after-close: the channel stays open
  showSignedOut();
}

export function signOutTooLate() {
  const late = new BroadcastChannel("presence");
  late.close();
  late.postMessage("gone"); //~ use-after-close `late.postMessage("gone")` medium
}

function showSignedOut() {
  document.querySelector("#session").textContent = "signed out";
}

//~ spec html/web-messaging#broadcasting-to-other-browsing-contexts: A post reaches the other channels of that name, never the one that it is posted on
const echo = new BroadcastChannel("echo");
echo.onmessageerror = () => {};
echo.onmessage = () => document.querySelector("#sent").append("✓");
export function tick() {
  echo.postMessage("tick");
}
//~ uncovered: a channel that hears only others is what most programs want; that one waits for itself is a matter of intent

//~ spec html/web-messaging#broadcasting-to-other-browsing-contexts: A post on a closed channel throws
export function leave(name) {
  const channel = new BroadcastChannel("room");
  channel.close();
  channel.postMessage({ left: name }); //~ use-after-close `channel.postMessage({ left: name })` medium
}

export function leaveInOrder(name) {
  const channel = new BroadcastChannel("room");
  channel.postMessage({ left: name }); //~ ok use-after-close: the last post comes before
  channel.close();
}

//~ spec html/web-messaging#broadcasting-to-other-browsing-contexts: A broadcast is a copy of a structured value, and nothing can be transferred with it
export function share(pixels) {
  presence.postMessage({ rows: [1, 2, 3], at: new Date(), pixels }); //~ ok uncloneable-message: a copy of data
}

export function shareStream() {
  presence.postMessage({ type: "stream", body: new Blob(["a line"]).stream() });
}

export function sharePort() {
  const { port1, port2 } = new MessageChannel();
  presence.postMessage({ type: "port", port2 }, [port2]); //~ invalid-transfer `[port2]` medium
  return port1;
}

export function sharePortInside() {
  const { port1, port2 } = new MessageChannel();
  presence.postMessage({ type: "port", port2 }); //~ missed invalid-transfer `port2`: without a list of what to transfer it is asked of windows, workers and ports only
  return port1;
}

//~ spec html/web-messaging#broadcasting-to-other-browsing-contexts: Close a channel that is not needed any more
export function waitForPrice(show) {
  const prices = new BroadcastChannel("prices"); //~ channel-not-closed `new BroadcastChannel("prices")` low
  prices.addEventListener("message", (event) => show(event.data)); //~ missing-messageerror-handler `prices.addEventListener("message", (event) => show(event.data))` low
}

export function waitForOnePrice(show) {
  const prices = new BroadcastChannel("prices"); //~ ok channel-not-closed: closed with the first price
  prices.addEventListener("messageerror", () => prices.close());
  prices.addEventListener("message", (event) => {
    show(event.data);
    prices.close();
  });
}

//~ spec html/web-messaging#broadcasting-to-other-browsing-contexts: Channels that are dropped with a listener pile up until the page is closed
export function follow(tickers, show) {
  for (const ticker of tickers) {
    const channel = new BroadcastChannel(`ticker-${ticker}`); //~ channel-not-closed ``new BroadcastChannel(`ticker-${ticker}`)`` low
    channel.onmessage = (event) => show(ticker, event.data); //~ missing-messageerror-handler `channel.onmessage` low
  }
}

export function followInOne(tickers, show) {
  const channel = new BroadcastChannel("tickers"); //~ ok channel-not-closed: the caller gets what ends it
  channel.onmessageerror = () => channel.close();
  channel.onmessage = (event) => {
    if (tickers.includes(event.data.ticker)) show(event.data);
  };
  return () => channel.close();
}

//~ spec html/web-messaging#broadcasting-to-other-browsing-contexts: Locks, one connection for all tabs and the like are the work of a shared worker, not of a broadcast
//~ uncovered: which of both suits a program is a matter of its design
