import{render as i}from"./view";import{isAllowed as o}from"./origins";window.addEventListener("message",r=>{o(r.origin)&&i(r.data)});
