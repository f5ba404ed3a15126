export let instance;
export const init = async (settings) => {
  instance = document.createElement("iframe");
  instance.setAttribute("src", settings.src);
  document.body.append(instance);
};
export const postMessage = (message) => {
  if (!instance) throw new Error("blocked");
  instance.contentWindow.postMessage(message, "https://connect.example.com");
};
