export const half = (origin) => origin.startsWith('https://half'); //~ weak-origin-check `origin.startsWith('https://half')` high

export function other(origin) {
  return origin ===
