import{render as t}from"./view";class e{static PATTERN=/^https:\/\/app\.example\.com/;accepts({origin:t}){return e.PATTERN.test(t)}}const s=new e;window.onmessage=e=>{s.accepts(e)&&t(e.data)};
