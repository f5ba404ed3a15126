"use strict";
var __extends = (this && this.__extends) || (function () {
    var extendStatics = function (d, b) {
        extendStatics = Object.setPrototypeOf ||
            ({ __proto__: [] } instanceof Array && function (d, b) { d.__proto__ = b; }) ||
            function (d, b) { for (var p in b) if (Object.prototype.hasOwnProperty.call(b, p)) d[p] = b[p]; };
        return extendStatics(d, b);
    };
    return function (d, b) {
        if (typeof b !== "function" && b !== null)
            throw new TypeError("Class extends value " + String(b) + " is not a constructor or null");
        extendStatics(d, b);
        function __() { this.constructor = d; }
        d.prototype = b === null ? Object.create(b) : (__.prototype = b.prototype, new __());
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var Endpoint = (function () {
    function Endpoint(name) {
        this.name = name;
        this.seen = 0;
        window.addEventListener('message', this.receive.bind(this), false);
    }
    Endpoint.prototype.receive = function (event) {
        this.seen += 1;
        if (event.data.name !== this.name)
            return;
        this.accept(event.data);
    };
    return Endpoint;
}());
var StoreEndpoint = (function (_super) {
    __extends(StoreEndpoint, _super);
    function StoreEndpoint() {
        return _super !== null && _super.apply(this, arguments) || this;
    }
    StoreEndpoint.prototype.accept = function (data) {
        view_1.store.update(data);
    };
    return StoreEndpoint;
}(Endpoint));
new StoreEndpoint('chart');
