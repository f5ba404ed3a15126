export const ANY = '*'; //~ wildcard-sensitive-data `'*'` high
export const TARGETS = { parent: 'https://parent.example.com', ads: ANY } as const;
export let configured = 'https://first.example.com';

export function configure(origin: string) {
  configured = origin;
}
