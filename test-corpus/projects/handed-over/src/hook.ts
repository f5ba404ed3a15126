import { useEffect } from "react";
export function useIncoming(onData: (data: any) => void) {
  useEffect(() => {
    const listen = (event: MessageEvent) => onData(event.data);
    window.addEventListener("message", listen); //~ missing-origin-check `window.addEventListener("message", listen)` high
    return () => window.removeEventListener("message", listen);
  }, []);
}
export function useTrusted(onData: (data: any) => void) {
  useEffect(() => {
    const listen = (event: MessageEvent) => {
      if (event.origin === "https://widgets.example.com") onData(event.data);
    };
    window.addEventListener("message", listen); //~ ok missing-origin-check: what is handed over runs for one origin only
    return () => window.removeEventListener("message", listen);
  }, []);
}
