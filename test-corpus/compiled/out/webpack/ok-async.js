(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    var external_security_namespaceObject = require("./security");
    const check = origin => Promise.resolve(origin === "https://app.example.com");
    window.addEventListener("message", event => {
        check(event.origin).then(ok => {
            if (ok) (0, external_view_namespaceObject.render)(event.data);
        });
    });
    window.addEventListener("message", async event => {
        if (!await (0, external_security_namespaceObject.verify)(event.origin)) return;
        (0, external_view_namespaceObject.render)(event.data);
    });
})();
