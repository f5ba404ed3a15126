(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    class Endpoint {
        name;
        seen=0;
        constructor(name) {
            this.name = name;
            window.addEventListener("message", this.receive.bind(this), false);
        }
        receive(event) {
            this.seen += 1;
            if (event.data.name !== this.name) return;
            this.accept(event.data);
        }
    }
    class StoreEndpoint extends Endpoint {
        accept(data) {
            external_view_namespaceObject.store.update(data);
        }
    }
    new StoreEndpoint("chart");
})();
