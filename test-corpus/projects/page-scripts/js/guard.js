window.Guard = {
  isTill: function (origin) {
    return origin === KIOSK.till; //~ ok weak-origin-check: the whole origin is compared
  },
};

function isPartner(origin) {
  return origin.indexOf(KIOSK.partner) === 0; //~ weak-origin-check `origin.indexOf(KIOSK.partner) === 0` low pedantic
}
