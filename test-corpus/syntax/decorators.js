@before export class A {
  @readonly name = 'a';
  @bound() method() {}
  @(first, second) static field;
}
export @after() class B {
  accessor value = 1;
  static accessor #hidden;
}
export default @last class {}
