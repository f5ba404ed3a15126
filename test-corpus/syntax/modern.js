class A {
  static { this.ready = true; }
  #p = 1;
  static has(o) { return #p in o; }
  async *stream() { yield* this.#p; }
  get [`computed`]() { return super.x; }
  'quoted'() {}
  123() {}
}
const big = 1_000n ** 2n, hex = 0xff, nan = 0b11, logical = a ?? b, chain = a?.b?.[c]?.(d), tagged = String.raw`\u{zzz}${a}`;
a ||= b; a &&= c; a ??= d; x **= 2;
const { a: { b: [c = 1, , ...d] } = {}, ...e } = f;
try { throw 1 } catch { } finally { }
const re = /[/\]]+(?<name>\p{L})(?<=a)/vdg, division = a / b / c;
label: for (;;) { for (const x in y) continue label; break label; }
import.meta.url; import("x"); function made() { return new.target; }
async () => { for await (const x of y) await x; };
/(?:)/u.test(`nested ${`template ${1 + `deep`}`}`);
