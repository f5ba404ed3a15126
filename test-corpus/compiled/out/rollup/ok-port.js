(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    const HOST = 'https://app.example.com';
    window.addEventListener('message', (event) => {
        if (event.origin !== HOST || event.data?.type !== 'connect')
            return;
        const [port] = event.ports;
        port.onmessage = (message) => view.serve(message.data);
    });
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', (message) => view.serve(message.data));
    port1.start();
    window.parent.postMessage('connect', HOST, [port2]);
    const worker = new Worker('/worker.js');
    worker.onmessage = ({ data }) => view.serve(data);

}));
