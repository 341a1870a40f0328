package shop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An ordinary class with an ordinary bug: it checks, then acts. */
public final class Stock {

  private final Map<String, Integer> items = new ConcurrentHashMap<>();

  public void add(String item, int count) {
    items.merge(item, count, Integer::sum);
  }

  /** Sells one item and returns whether there was one. */
  public boolean sell(String item) {
    int left = items.getOrDefault(item, 0);
    if (left == 0) {
      return false;
    }
    items.put(item, left - 1);
    return true;
  }

  /** As sell, without the bug. */
  public boolean sellSafely(String item) {
    var sold = new boolean[1];
    items.computeIfPresent(
        item,
        (name, left) -> {
          sold[0] = left > 0;
          return Math.max(0, left - 1);
        });
    return sold[0];
  }
}
