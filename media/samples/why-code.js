function greet(name) {
  console.log(name);
}

function shout(word) {
  console.log(