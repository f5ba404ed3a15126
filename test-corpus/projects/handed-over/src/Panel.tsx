import { useIncoming, useTrusted } from "./hook";
export function Panel() {
  useIncoming((data) => {
    document.querySelector("#out")!.innerHTML = data.html; //~ message-to-html `document.querySelector("#out")!.innerHTML` high
  });
  useTrusted((data) => {
    document.querySelector("#safe")!.innerHTML = data.html; //~ message-to-html `document.querySelector("#safe")!.innerHTML` low pedantic
  });
  return null;
}
