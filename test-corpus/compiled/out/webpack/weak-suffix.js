(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    const DOMAIN = "example.com";
    function ours(origin, domain = DOMAIN) {
        return origin.endsWith(domain);
    }
    window.addEventListener("message", event => {
        if (!ours(event.origin)) {
            return;
        }
        (0, external_view_namespaceObject.render)(event.data);
    });
})();
