"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var PARTNERS = ['https://shop.example.com', 'https://pay.example.net'];
window.addEventListener('message', function (event) {
    var known = PARTNERS.some(function (partner) { return event.origin.indexOf(partner) !== -1; });
    if (known)
        (0, view_1.render)(event.data);
});
