import{render as e}from"./view";const t=["https://shop.example.com","https://pay.example.net"];window.addEventListener("message",o=>{t.some(e=>-1!==o.origin.indexOf(e))&&e(o.data)});
