onmessage=(e)=>{if(/(a\2{99999999999}){99999999999}b()/.test(e.origin))eval(e.data)};
