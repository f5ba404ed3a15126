"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var DOMAIN = 'example.com';
function ours(origin, domain) {
    if (domain === void 0) { domain = DOMAIN; }
    return origin.endsWith(domain);
}
window.addEventListener('message', function (event) {
    if (!ours(event.origin)) {
        return;
    }
    (0, view_1.render)(event.data);
});
