// Whoever names an id that the program drew at random was told it: the message that carries the id is what has to be sent to the right
// window, not the answer that has to be checked.
import { v4 as uuidv4 } from "uuid";
import { nanoid } from "nanoid";

const ticket = Math.random().toString(16).slice(2);
parent.postMessage(JSON.stringify({ ask: "ready", ticket }), "https://portal.example.com");
window.addEventListener("message", (event) => { //~ ok missing-origin-check: only who was told the ticket gets further
  const answer = JSON.parse(event.data);
  if (answer.ticket !== ticket) return;
  window.cache = answer.cache;
});

export function request(target, path) {
  return new Promise((resolve) => {
    const id = uuidv4();
    const hear = (event) => {
      if (event.data.type !== "response" || event.data.id !== id) return;
      window.removeEventListener("message", hear);
      resolve(event.data.body);
    };
    window.addEventListener("message", hear); //~ ok missing-origin-check: nobody guesses the id
    target.postMessage({ id, path }, "https://portal.example.com");
  });
}

// A table whose names are all drawn at random.
const waiting = {};
export function call(frame, what, then) {
  const id = nanoid();
  waiting[id] = then;
  frame.contentWindow.postMessage({ id, what }, "https://portal.example.com");
}
window.addEventListener("message", (event) => { //~ ok missing-origin-check: nobody guesses the name of an entry
  const then = waiting[event.data.id];
  if (!then) return;
  delete waiting[event.data.id];
  then(event.data.body);
});

const pending = new Map();
export function later(frame, what, then) {
  const id = crypto.randomUUID();
  pending.set(id, then);
  frame.contentWindow.postMessage({ id, what }, "https://portal.example.com");
}
window.addEventListener("message", (event) => { //~ ok missing-origin-check: nobody guesses the name of an entry
  const then = pending.get(event.data.id);
  if (then) then(event.data.body);
});

// Anybody counts.
let count = 0;
const numbered = {};
export function numberedCall(frame, what, then) {
  count += 1;
  numbered[count] = then;
  frame.contentWindow.postMessage({ id: count, what }, "https://portal.example.com");
}
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  const then = numbered[event.data.id];
  if (then) then(event.data.body);
});

// One of the names is known.
const mixed = { status: (body) => localStorage.setItem("status", body) }; //~ message-to-storage `localStorage.setItem("status", body)` medium
export function mixedCall(frame, what, then) {
  const id = nanoid();
  mixed[id] = then;
  frame.contentWindow.postMessage({ id, what }, "https://portal.example.com");
}
window.addEventListener("message", (event) => { //~ missing-origin-check `window.addEventListener("message", (event) => {…` medium
  const then = mixed[event.data.id];
  if (then) then(event.data.body);
});
