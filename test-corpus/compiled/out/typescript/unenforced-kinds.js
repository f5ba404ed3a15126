"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var TRUSTED = 'https://app.example.com';
window.addEventListener('message', function (event) {
    switch (event.data.type) {
        case 'login':
            if (event.origin !== TRUSTED)
                return;
            (0, view_1.signIn)(event.data.token);
            break;
        case 'open':
            (0, view_1.open)(event.data.url);
            break;
    }
});
