(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    window.addEventListener('message', ({ data }) => {
        const first = data?.items?.[0]?.name ?? 'none';
        view.render(`${data.title}: ${first}`);
    });

}));
