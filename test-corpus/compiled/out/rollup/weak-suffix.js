(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    const DOMAIN = 'example.com';
    function ours(origin, domain = DOMAIN) {
        return origin.endsWith(domain);
    }
    window.addEventListener('message', (event) => {
        if (!ours(event.origin)) {
            return;
        }
        view.render(event.data);
    });

}));
