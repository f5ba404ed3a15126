import{serve as o}from"./view";var r;window.addEventListener("message",e=>{e.data==="connect"&&(r=e.ports[0],r.onmessage=({data:t})=>o(t))});
