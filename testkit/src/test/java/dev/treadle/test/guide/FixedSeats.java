package dev.treadle.test.guide;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// [Seats] without its bug.
final class FixedSeats {

  private final Map<String, String> bookings = new ConcurrentHashMap<>();

  // @start region="fix"
  boolean book(String seat, String guest) {
    return bookings.putIfAbsent(seat, guest) == null;
  }
  // @end
}
