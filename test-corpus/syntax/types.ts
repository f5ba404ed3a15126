abstract class Base<in out T extends object = {}> implements Iface {
  declare readonly origin: string;
  private port?: MessagePort;
  static #count = 0;
  constructor(protected readonly target: Window, public name = 'x', ...rest: string[]) { super(); }
  abstract send(message: T): void;
  get size(): number { return this.#n!; }
  #n = 1;
  on(this: Base<T>, event: 'a'): void;
  on(event: any): asserts event is T {}
  [key: string]: unknown;
  override close?(): Promise<void>;
}
type Keys<T> = { readonly [K in keyof T as `on${Capitalize<K & string>}`]-?: T[K] extends infer U ? U : never };
let a = <any>window, b = window as unknown as Window, c = <const T,>(x: T) => x, d = a satisfies object;
let e = f<string>('x'), g = new Map<string, () => void>(), h = i!.j!(), k = a < b, l = (m as any) = 1;
function assert(x: unknown, y?: string): x is string { return true }
export type { Keys };
export default interface Iface { (a: number): string; new (a: number): Iface; method?(): void }
let u: unique symbol, t: [first: string, second?: number, ...rest: boolean[]], v: typeof import('./x'), w: import('./x').Y<string>;
for (const x of <string[]>y) ;
