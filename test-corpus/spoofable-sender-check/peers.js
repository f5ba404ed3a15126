// A relay that keeps who asked, and looks them up by what a later message says.
const platform = window.platform;
let peers = [];

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  const { type, clientId } = event.data;
  if (type === 'join') {
    peers.push({ clientId, source: event.source, origin: event.origin, connected: false });
    platform.announce(clientId);
  }
  if (type === 'leave') {
    peers = peers.filter((peer) => peer.clientId !== clientId); //~ ok spoofable-sender-check: which of the peers is meant, no check of who speaks
  }
  if (type === 'accepted') {
    const peer = peers.find((peer) => peer.clientId === clientId); //~ ok spoofable-sender-check: the same
    if (peer) peer.connected = true;
  }
});
