import { environment } from 'app/environment';

const PARTNERS = ['https://shop.example.com', 'https://pay.example.com'];

export const isPartner = (origin: string): boolean => PARTNERS.includes(origin);

export function isOurs(origin: string): boolean {
  return origin.endsWith('example.com'); //~ weak-origin-check `origin.endsWith('example.com')` high witness=https://evilexample.com
}

export const isHost = (origin: string) => origin === environment.host;
