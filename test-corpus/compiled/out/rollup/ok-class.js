(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    class Policy {
        allowed;
        constructor(allowed) {
            this.allowed = allowed;
        }
        isValid(event) {
            return this.allowed.some((origin) => origin === event.origin);
        }
    }
    class Endpoint {
        policy = new Policy(['https://app.example.com']);
        listen() {
            window.addEventListener('message', this.onMessage);
            return this;
        }
        onMessage = (event) => {
            if (!this.policy.isValid(event))
                return;
            this.accept(event.data);
        };
    }
    class StoreEndpoint extends Endpoint {
        accept(data) {
            view.store.update(data);
        }
    }
    new StoreEndpoint().listen();
    const frames = new WeakMap();
    for (const frame of Array.from(document.querySelectorAll('iframe'))) {
        if (frame.contentWindow)
            frames.set(frame.contentWindow, frame.name);
    }
    window.addEventListener('message', ({ source, data }) => {
        const name = source ? frames.get(source) : undefined;
        if (name === undefined)
            return;
        view.store.update({ name, data });
    });

}));
