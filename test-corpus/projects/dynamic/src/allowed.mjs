export const allowed = (origin, wanted) => wanted.has(origin);

export function sameSite(origin) {
  return /example\.com$/.test(origin); //~ weak-origin-check `/example\.com$/.test(origin)` high
}
