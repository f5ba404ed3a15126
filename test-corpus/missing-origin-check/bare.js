// A page's classic script that assigns the global handler without naming the window.
const total = document.querySelector('.total');

onmessage = ({ data }) => { //~ missing-origin-check `onmessage` low pedantic
  total.textContent = data.total;
};
