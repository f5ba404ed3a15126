import{b}from'./m0.js';b();postMessage(1)
