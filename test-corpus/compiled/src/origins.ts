// The other file of ok-imported.
const ALLOWED: readonly string[] = ['https://app.example.com', 'https://b.example.com'];

export const isAllowed = (origin: string): boolean => ALLOWED.includes(origin);
