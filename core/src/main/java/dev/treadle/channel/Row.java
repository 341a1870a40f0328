package dev.treadle.channel;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Elements in order of arrival, or in the opposite order. No plan is needed, and none is ever
/// stale.
final class Row<T> implements Stock<T> {

  private static final Object NO_PLAN = "no plan";

  private final ArrayDeque<T> elements = new ArrayDeque<>();
  private final boolean isLastFirst;

  Row(boolean isLastFirst) {
    this.isLastFirst = isLastFirst;
  }

  @Override
  public Object planAdd(T element) {
    return element;
  }

  @Override
  @SuppressWarnings("unchecked") // a plan is the element
  public boolean add(Object plan) {
    elements.addLast((T) plan);
    return true;
  }

  @Override
  public Object planRemove() {
    return NO_PLAN;
  }

  @Override
  public @Nullable T remove(Object plan) {
    return isLastFirst ? elements.pollLast() : elements.pollFirst();
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public void clear() {
    elements.clear();
  }
}
