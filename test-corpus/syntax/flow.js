/**
 * @flow strict
 */
import type { Port } from './port';
import typeof Api from './api';

type Message = {| +kind: 'ping', id?: number |};
opaque type Token = string;

export function listen<T: Message>(target: ?Window, handler: (event: T) => void = (e) => {}): Array<T> {
  const queue: Array<?T> = [];
  target?.addEventListener('load', (event: any) => handler((event.data: T)));
  return (queue: any);
}
