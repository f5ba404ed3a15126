// More values than are told apart, each of them written out.
export class Panel {
  add(type: string) {
    let tokenValue;
    switch (type) {
      case 'radius': tokenValue = '25'; break;
      case 'shadow': tokenValue = [{ color: '#123456', blur: '4' }]; break;
      case 'spacing': tokenValue = '0.5'; break;
      case 'number': tokenValue = '33'; break;
      case 'opacity': tokenValue = '0.6'; break;
      case 'rotation': tokenValue = '45'; break;
      case 'sizing': tokenValue = '200'; break;
      case 'gap': tokenValue = '16'; break;
      case 'border': tokenValue = '3'; break;
      case 'case': tokenValue = 'lowercase'; break;
      case 'line': tokenValue = 'underline'; break;
      case 'type': tokenValue = { font: 'Acme', size: '36' }; break;
    }
    parent.postMessage({ type: 'add-token', tokenValue }, '*'); //~ ok wildcard-sensitive-data: nothing but constants
  }
  set(tokenValue: string) {
    parent.postMessage({ type: 'set-token', tokenValue }, '*'); //~ wildcard-sensitive-data `'*'` medium
  }
}
