(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    class Guard {
        static PATTERN = /^https:\/\/app\.example\.com/;
        accepts({ origin }) {
            return Guard.PATTERN.test(origin);
        }
    }
    const guard = new Guard();
    window.onmessage = (event) => {
        if (guard.accepts(event)) {
            view.render(event.data);
        }
    };

}));
