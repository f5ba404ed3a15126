(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    let port;
    window.addEventListener('message', (event) => {
        if (event.data !== 'connect')
            return;
        port = event.ports[0];
        port.onmessage = ({ data }) => view.serve(data);
    });

}));
