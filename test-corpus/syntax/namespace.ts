namespace Channel {
  export const name = 'channel';
  export function open() { return name; }
  export namespace Inner { export let count = 0; }
  interface Hidden {}
}
namespace Channel { export const more = 1; }
namespace A.B.C { export const deep = true; }
declare module 'elsewhere' { export const x: number; }
declare global { interface Window { channel: typeof Channel } }
module Old { export var y = 1; }
