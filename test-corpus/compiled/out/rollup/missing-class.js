(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view')) :
    typeof define === 'function' && define.amd ? define(['./view'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view));
})(this, (function (view) { 'use strict';

    class Endpoint {
        name;
        seen = 0;
        constructor(name) {
            this.name = name;
            window.addEventListener('message', this.receive.bind(this), false);
        }
        receive(event) {
            this.seen += 1;
            if (event.data.name !== this.name)
                return;
            this.accept(event.data);
        }
    }
    class StoreEndpoint extends Endpoint {
        accept(data) {
            view.store.update(data);
        }
    }
    new StoreEndpoint('chart');

}));
