// What compilers make of a call of something imported or exported: `(0, module.name)(…)`, which has no `this`.
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.sendWhenReady = exports.isOrder = void 0;
const react_1 = require("react");
const utils_1 = require("./utils");
const schema_1 = require("valibot");
const order_1 = require("./order");

const sendWhenReady = (frame, message, origin) => {
  const send = () => frame?.contentWindow?.postMessage(message, origin);
  const timer = setTimeout(() => send(), 10000);
  const onReady = (event) => {
    if (event.source === frame?.contentWindow && event.data === "ready") {
      clearTimeout(timer);
      window.removeEventListener("message", onReady);
      send();
    }
  };
  window.addEventListener("message", onReady);
};
exports.sendWhenReady = sendWhenReady;

const frameProps = (context, id) => {
  const origin = new URL(document.referrer).origin; //~ untrusted-target-origin `new URL(document.referrer)`
  const onLoad = () => {
    (0, exports.sendWhenReady)(document.getElementById(id), { type: "document", body: context.body }, origin);
  };
  return { id, onLoad, src: `${origin}/renderer` };
};
exports.frameProps = frameProps;

function isOrder(data) {
  return typeof data === "object" && typeof data.id === "number" && typeof data.note === "string";
}
exports.isOrder = isOrder;

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` high
  if (!(0, exports.isOrder)(event.data)) return;
  document.getElementById("number").innerHTML = event.data.id; //~ ok message-to-html: the predicate says that it is a number
  document.getElementById("note").innerHTML = (0, utils_1.escapeHtml)(event.data.note); //~ ok message-to-html: an imported function that escapes
  document.getElementById("total").innerHTML = (0, utils_1.format)(event.data.note); //~ message-to-html `document.getElementById("total").innerHTML`
});

window.addEventListener("message", (event) => { //~ ok missing-origin-check: an imported function is asked about the event
  if (!(0, utils_1.isTrusted)(event)) return;
  (0, order_1.place)(event.data);
});

window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…`
  const order = (0, schema_1.parse)(order_1.schema, event.data);
  document.title = order.title;
  (0, order_1.place)(order, event.data.coupon);
});

function useOrders() {
  const [order, setOrder] = (0, react_1.useState)(null);
  (0, react_1.useEffect)(() => {
    const onMessage = (event) => {
      if (event.origin === "https://shop.example.com") setOrder(event.data);
    };
    window.addEventListener("message", onMessage); //~ listener-not-removed `window.addEventListener("message", onMessage)`
  }, []);
  (0, react_1.useEffect)(() => {
    const onMessage = (event) => {
      if (event.origin === "https://shop.example.com") (0, order_1.place)(event.data);
    };
    window.addEventListener("message", onMessage); //~ ok listener-not-removed: the hook hands back what removes it
    return () => window.removeEventListener("message", onMessage);
  }, []);
  return order;
}
exports.useOrders = useOrders;
