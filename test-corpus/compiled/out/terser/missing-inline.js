import{render as e}from"./view";window.addEventListener("message",({data:t})=>{const n=t?.items?.[0]?.name??"none";e(`${t.title}: ${n}`)});
