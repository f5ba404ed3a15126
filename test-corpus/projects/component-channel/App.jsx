import { useState } from "react";
import { Bus } from "./bus";

// The channel is made by a function of another file.
const bus = new Bus("app");
window.addEventListener("message", (event) => {
  if (event.origin !== location.origin) return;
  bus.post("changed");
});

export const App = () => {
  const [sent, setSent] = useState(false);
  return <button onClick={() => setSent(true) || bus.post("clicked")}>{sent ? "sent" : "send"}</button>;
};
