package dev.treadle.test.guide;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

// @start region="seats"
/// Who sits where. Many threads book at the same time.
final class Seats {

  private final Map<String, String> bookings = new ConcurrentHashMap<>();

  /// Books a seat and returns whether it was free.
  boolean book(String seat, String guest) {
    if (bookings.containsKey(seat)) {
      return false;
    }
    bookings.put(seat, guest);
    return true;
  }
}
// @end
