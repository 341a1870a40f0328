package dev.treadle.http.websocket;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Deflaters and inflaters that nobody needs just now, and a few only: to make one takes as long as
/// to compress a short message, and each holds up to 270 KB of native memory.
final class Spares {

  /// Two for each processor: more cannot be at work, and few wait between two pieces of a message.
  private static final int MOST = 2 * Runtime.getRuntime().availableProcessors();

  /// By level, as one that was used cannot have another: what it is given next would be kept back.
  private static final List<ConcurrentLinkedQueue<Deflater>> DEFLATERS =
      Stream.generate(ConcurrentLinkedQueue<Deflater>::new)
          .limit(Deflater.BEST_COMPRESSION + 1)
          .toList();

  private static final ConcurrentLinkedQueue<Inflater> INFLATERS = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger DEFLATERS_LEFT = new AtomicInteger(MOST);
  private static final AtomicInteger INFLATERS_LEFT = new AtomicInteger(MOST);

  private Spares() {}

  static Deflater deflater(int level) {
    var spare = DEFLATERS.get(level).poll();
    if (spare == null) {
      return new Deflater(level, true);
    }
    DEFLATERS_LEFT.incrementAndGet();
    return spare;
  }

  static Inflater inflater() {
    var spare = INFLATERS.poll();
    if (spare == null) {
      return new Inflater(true);
    }
    INFLATERS_LEFT.incrementAndGet();
    return spare;
  }

  /// Takes back what its owner will not use again.
  static void give(Deflater deflater, int level) {
    if (hasRoom(DEFLATERS_LEFT)) {
      deflater.reset();
      DEFLATERS.get(level).add(deflater);
    } else {
      deflater.end();
    }
  }

  static void give(Inflater inflater) {
    if (hasRoom(INFLATERS_LEFT)) {
      inflater.reset();
      INFLATERS.add(inflater);
    } else {
      inflater.end();
    }
  }

  private static boolean hasRoom(AtomicInteger left) {
    return left.getAndUpdate(room -> Math.max(0, room - 1)) > 0;
  }

  /// How many are kept.
  static int count() {
    return DEFLATERS.stream().mapToInt(Collection::size).sum() + INFLATERS.size();
  }
}
