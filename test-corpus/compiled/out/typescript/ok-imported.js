"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var origins_1 = require("./origins");
window.addEventListener('message', function (event) {
    if (!(0, origins_1.isAllowed)(event.origin))
        return;
    (0, view_1.render)(event.data);
});
