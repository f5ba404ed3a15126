(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    const ALLOWED = ['https://app.example.com', 'https://b.example.com'];
    const isAllowed = (origin) => ALLOWED.includes(origin);

    window.addEventListener('message', (event) => {
        if (!isAllowed(event.origin))
            return;
        view.render(event.data);
    });

}));
