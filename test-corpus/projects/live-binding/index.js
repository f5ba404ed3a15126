// Whether the other file has set what it exports is not known here: all that follows may run.
import * as frame from "./frame";
export const init = async (settings) => {
  if (frame.instance) throw new Error("already");
  await frame.init(settings);
};
export const custom = async ({ callback, done }) => {
  if (!frame.instance) throw new Error("not initialized");
  const listener = async ({ data }) => {
    if (data && data.type === "custom") frame.postMessage({ type: "answer", payload: await callback(data.payload) });
  };
  window.addEventListener("message", listener, false); //~ missing-origin-check `window.addEventListener("message", listener, false)` medium
  await done;
  window.removeEventListener("message", listener);
};
