(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    class Policy {
        allowed;
        constructor(allowed) {
            this.allowed = allowed;
        }
        isValid(event) {
            return this.allowed.some(origin => origin === event.origin);
        }
    }
    class Endpoint {
        policy=new Policy([ "https://app.example.com" ]);
        listen() {
            window.addEventListener("message", this.onMessage);
            return this;
        }
        onMessage=event => {
            if (!this.policy.isValid(event)) return;
            this.accept(event.data);
        };
    }
    class StoreEndpoint extends Endpoint {
        accept(data) {
            external_view_namespaceObject.store.update(data);
        }
    }
    (new StoreEndpoint).listen();
    const ok_class_frames = new WeakMap;
    for (const frame of Array.from(document.querySelectorAll("iframe"))) {
        if (frame.contentWindow) ok_class_frames.set(frame.contentWindow, frame.name);
    }
    window.addEventListener("message", ({source: source, data: data}) => {
        const name = source ? ok_class_frames.get(source) : undefined;
        if (name === undefined) return;
        external_view_namespaceObject.store.update({
            name: name,
            data: data
        });
    });
})();
