package dev.treadle.flow;

import java.util.function.Function;

/// A stage that works in the thread of whoever asks, behind one other.
final class Operator<A, T> extends Stage<T> {

  private final Stage<A> before;
  private final String name;
  private final Function<Pull<A>, Pull<T>> work;

  /// @param work joins on to the stage before; must not fail
  Operator(Stage<A> before, String name, Function<Pull<A>, Pull<T>> work) {
    this.before = before;
    this.name = name;
    this.work = work;
  }

  @Override
  Pull<T> open(Crew crew) throws Exception {
    return work.apply(before.open(crew));
  }

  @Override
  boolean needsCrew() {
    return before.needsCrew();
  }

  @Override
  boolean mayNeedCrew() {
    return before.mayNeedCrew();
  }

  @Override
  public String toString() {
    return before + "." + name;
  }
}
