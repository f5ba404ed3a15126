// What becomes of the state is for those to say who use the hook.
import { useEffect, useState } from "react";
export function useModal() {
  const [options, setOptions] = useState({ height: "100%" });
  useEffect(() => {
    const receive = (event) => {
      const { type, payload } = event.data;
      if (type === "modal") setOptions((current) => ({ ...current, ...payload }));
    };
    window.addEventListener("message", receive); //~ missing-origin-check `window.addEventListener("message", receive)` high
    return () => window.removeEventListener("message", receive);
  }, []);
  return { modal: { ...options } };
}
