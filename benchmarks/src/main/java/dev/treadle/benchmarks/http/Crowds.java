package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Battery;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import java.util.Locale;
import java.util.stream.Stream;

/// Servers with many connections, see [Crowd].
final class Crowds {

  private static final double HEAP_BYTES = 6 * 1024;
  private static final double SLEEPERS_MILLIS = 1500;

  /// Two figures of the same thing differ by so much.
  private static final double NO_EFFECT = 0.9;

  private static final String MANY = String.format(Locale.ROOT, "%,d", Crowd.CONNECTIONS);

  private final Battery treadle = Battery.of(Servers.TREADLE.crowded());
  private final Battery helidon = Battery.of(Servers.HELIDON.crowded());

  private Crowds() {}

  static Stream<Claim> claims() {
    return new Crowds().rows();
  }

  private Stream<Claim> rows() {
    return Stream.of(
        claim(MANY + " idle connections, heap of each", "B", Crowd.HEAP)
            .againstBar(HEAP_BYTES)
            .beside(helidon.row(Crowd.HEAP)),
        claim(
                "plain text, 64 connections beside " + MANY + " idle ones",
                "ns of processor time/request",
                Crowd.BESIDE)
            .against(treadle.row(Crowd.ALONE, "Treadle without them"), NO_EFFECT)
            .beside(helidon.row(Crowd.BESIDE)),
        claim(MANY + " handlers at once that sleep 1 s", "ms", Crowd.SLEEPERS)
            .againstBar(SLEEPERS_MILLIS)
            .beside(helidon.row(Crowd.SLEEPERS)));
  }

  private Claim claim(String name, String unit, String row) {
    return Claim.of(name, unit, Better.LOWER, treadle.row(row));
  }
}
