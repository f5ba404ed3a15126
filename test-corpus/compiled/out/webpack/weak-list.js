(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    const PARTNERS = [ "https://shop.example.com", "https://pay.example.net" ];
    window.addEventListener("message", event => {
        const known = PARTNERS.some(partner => event.origin.indexOf(partner) !== -1);
        if (known) (0, external_view_namespaceObject.render)(event.data);
    });
})();
