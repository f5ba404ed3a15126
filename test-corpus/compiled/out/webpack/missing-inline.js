(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    window.addEventListener("message", ({data: data}) => {
        const first = data?.items?.[0]?.name ?? "none";
        (0, external_view_namespaceObject.render)(`${data.title}: ${first}`);
    });
})();
