package dev.treadle.flow;

/// A stage at work behind one other, in the same thread.
abstract class Link<A, T> extends Pull<T> {

  final Pull<A> before;

  Link(Pull<A> before) {
    this.before = before;
  }

  @Override
  final void close() throws Exception {
    before.close();
  }
}
