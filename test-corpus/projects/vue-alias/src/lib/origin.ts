export const APP = 'https://app.example.com';

export function isApp(origin: string): boolean {
  return origin === APP; //~ ok weak-origin-check: the whole origin is compared
}

export function isTenant(origin: string): boolean {
  return origin.endsWith('tenant-example.com'); //~ weak-origin-check `origin.endsWith('tenant-example.com')` medium
}
