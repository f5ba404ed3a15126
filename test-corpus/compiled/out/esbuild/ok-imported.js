import{render as r}from"./view";var t=["https://app.example.com","https://b.example.com"],o=e=>t.includes(e);window.addEventListener("message",e=>{o(e.origin)&&r(e.data)});
