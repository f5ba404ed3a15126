import{serve as e}from"./view";let t;window.addEventListener("message",a=>{"connect"===a.data&&(t=a.ports[0],t.onmessage=({data:t})=>e(t))});
