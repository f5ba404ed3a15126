(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    const TRUSTED = 'https://app.example.com';
    window.addEventListener('message', (event) => {
        switch (event.data.type) {
            case 'login':
                if (event.origin !== TRUSTED)
                    return;
                view.signIn(event.data.token);
                break;
            case 'open':
                view.open(event.data.url);
                break;
        }
    });

}));
