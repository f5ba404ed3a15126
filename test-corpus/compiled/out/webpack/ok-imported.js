(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    const ALLOWED = [ "https://app.example.com", "https://b.example.com" ];
    const isAllowed = origin => ALLOWED.includes(origin);
    window.addEventListener("message", event => {
        if (!isAllowed(event.origin)) return;
        (0, external_view_namespaceObject.render)(event.data);
    });
})();
