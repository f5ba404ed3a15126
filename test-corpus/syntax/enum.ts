export enum Kind { Ping, Pong = 4, Text = 'text', Sum = Ping | Pong, Long = `${Text}-long` }
const enum Flag { A = 1 << 0, B = 1 << 1 }
declare const enum Elsewhere { X = 1 }
export const flags = Flag.A | Flag.B;
