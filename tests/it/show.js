// A value as JSON can hold it.
const show = v =>
  v === undefined ? '$undefined'
  : typeof v === 'number' && !Number.isFinite(v) ? '$' + v
  : Array.isArray(v) ? Array.from(v, show)
  : v;
