export const pick = (origin, name) => origin.includes(`${name}.example.com`); //~ weak-origin-check `` origin.includes(`${name}.example.com`) `` high
