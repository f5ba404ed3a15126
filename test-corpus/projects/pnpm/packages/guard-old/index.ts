export function isTrusted(origin: string): boolean {
  return origin === "https://shop.example.com"; //~ ok weak-origin-check: the whole origin
}

export const ping = () => window.parent.postMessage("ping", "https://shop.example.com"); //~ ok wildcard-target-origin: the receiver is named
