import{render as n}from"./view";var i="example.com";function o(r,e=i){return r.endsWith(e)}window.addEventListener("message",r=>{o(r.origin)&&n(r.data)});
