export const only = (...origins: string[]) => (origin: string) => origins.includes(origin);

export const anyOf = (pattern: RegExp) => (origin: string) => pattern.test(origin); //~ weak-origin-check `pattern.test(origin)` high witness=https://acme.test.attacker.test
