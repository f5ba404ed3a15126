(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    const session = { token: sessionStorage.getItem('access_token') };
    const announce = (target, targetOrigin = '*') => {
        target.postMessage({ type: 'session', ...session }, targetOrigin);
    };
    window.addEventListener('message', (event) => {
        if (event.data?.type !== 'title')
            return;
        view.render(event.data.title);
    });
    announce(window.parent);

}));
