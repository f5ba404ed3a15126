(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    const SET = new Set(['https://a.example.com', 'https://b.example.com']);
    const MAP = new Map([['https://a.example.com', 'a']]);
    const LIST = ['https://a.example.com', ...SET];
    const TABLE = { 'https://a.example.com': true };
    const PATTERN = /^https:\/\/(a|b)\.example\.com$/;
    window.addEventListener('message', (event) => {
        if (!SET.has(event.origin))
            return;
        view.render(event.data);
    });
    window.addEventListener('message', (event) => {
        const name = MAP.get(event.origin);
        if (name)
            view.render(event.data[name]);
    });
    window.addEventListener('message', (event) => {
        if (LIST.indexOf(event.origin) >= 0)
            view.render(event.data);
    });
    window.addEventListener('message', (event) => {
        if (Object.prototype.hasOwnProperty.call(TABLE, event.origin))
            view.render(event.data);
    });
    window.addEventListener('message', ({ origin, data }) => PATTERN.test(origin) && view.render(data));

}));
