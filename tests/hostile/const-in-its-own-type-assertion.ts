const n2=(n2&&0 as any), a=(b&&0 as any), b=(a&&0 as any);postMessage(n2+a)
