(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(require('./view'), require('./security')) :
    typeof define === 'function' && define.amd ? define(['./view', './security'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.view, global.security));
})(this, (function (view, security) { 'use strict';

    const check = (origin) => Promise.resolve(origin === 'https://app.example.com');
    window.addEventListener('message', (event) => {
        check(event.origin).then((ok) => {
            if (ok)
                view.render(event.data);
        });
    });
    window.addEventListener('message', async (event) => {
        if (!(await security.verify(event.origin)))
            return;
        view.render(event.data);
    });

}));
