(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    const TRUSTED = 'https://app.example.com';
    window.addEventListener('message', (event) => {
        if (event.origin !== TRUSTED)
            return;
        view.render(event.data?.title ?? '');
    });
    window.addEventListener('message', ({ origin, data }) => {
        if (origin === location.origin)
            view.render(data);
    });
    window.addEventListener('message', (event) => {
        switch (event.origin) {
            case 'https://a.example.com':
            case 'https://b.example.com':
                view.render(event.data);
                break;
            default:
                console.warn(event.origin);
        }
    });

}));
