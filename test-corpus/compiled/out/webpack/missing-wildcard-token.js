(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    const session = {
        token: sessionStorage.getItem("access_token")
    };
    const announce = (target, targetOrigin = "*") => {
        target.postMessage({
            type: "session",
            ...session
        }, targetOrigin);
    };
    window.addEventListener("message", event => {
        if (event.data?.type !== "title") return;
        (0, external_view_namespaceObject.render)(event.data.title);
    });
    announce(window.parent);
})();
