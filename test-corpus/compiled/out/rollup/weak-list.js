(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    const PARTNERS = ['https://shop.example.com', 'https://pay.example.net'];
    window.addEventListener('message', (event) => {
        const known = PARTNERS.some((partner) => event.origin.indexOf(partner) !== -1);
        if (known)
            view.render(event.data);
    });

}));
