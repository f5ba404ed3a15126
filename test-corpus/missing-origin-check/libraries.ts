// Libraries that answer whoever posts to the window, unless they are told whom.
import * as Comlink from "comlink";
import { expose, windowEndpoint } from "comlink";
import { WindowMessenger, WorkerMessenger, connect, connectToParent } from "penpal";
import postRobot from "post-robot";

const HOST = "https://host.example.com";
const state = { user: null as unknown };
const api = {
  setUser(user: unknown) {
    state.user = user;
  },
};

Comlink.expose(api, Comlink.windowEndpoint(window.parent)); //~ missing-origin-check `Comlink.expose(api, Comlink.windowEndpoint(window.parent))` medium
expose({ run: (code: string) => eval(code) }, windowEndpoint(parent), ["*"]); //~ missing-origin-check `expose({ run: (code: string) => eval(code) }, windowEndpoint(parent), ["*"])` high //~ message-to-code `eval(code)` high
expose(api, windowEndpoint(window.parent, self, HOST), [HOST]); //~ ok missing-origin-check: the host is listed
expose(api, windowEndpoint(window.parent, self, HOST), [/^https:\/\/host\.example\.com$/]); //~ ok missing-origin-check: a pattern is judged by the library
expose(api); //~ ok missing-origin-check: the end of a worker

const open = new WindowMessenger({ remoteWindow: window.parent, allowedOrigins: ["*"] });
connect({ messenger: open, methods: { run: (code: string) => eval(code) } }); //~ missing-origin-check `connect({ messenger: open, methods: { run: (code: string) => eval(code) } })` high //~ message-to-code `eval(code)` high
const closed = new WindowMessenger({ remoteWindow: window.parent, allowedOrigins: [HOST] });
connect({ messenger: closed, methods: api }); //~ ok missing-origin-check: one origin
const own = new WindowMessenger({ remoteWindow: window.parent });
connect({ messenger: own, methods: api }); //~ ok missing-origin-check: without a list only the page's own origin is let in
connect({ messenger: new WorkerMessenger({ worker: new Worker("/w.js") }), methods: api }); //~ ok missing-origin-check: a worker

connectToParent({ methods: api }); //~ missing-origin-check `connectToParent({ methods: api })` medium
connectToParent({ parentOrigin: HOST, methods: api }); //~ ok missing-origin-check: one origin

postRobot.on("setUser", (event) => { //~ missing-origin-check `postRobot.on("setUser", (event) => {…` medium
  state.user = event.data.user;
});
postRobot.on("setUser", { domain: "*" }, (event) => { //~ missing-origin-check `postRobot.on("setUser", { domain: "*" }, (event) => {…` medium
  state.user = event.data.user;
});
postRobot.on("setUser", { domain: HOST }, (event) => {
  state.user = event.data.user; //~ ok missing-origin-check: the library lets in one origin
});
postRobot.on("setUser", (event) => {
  if (event.origin !== HOST) return; //~ ok missing-origin-check: compared in the handler
  state.user = event.data.user;
});
