package dev.treadle.http.wire;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Attacks a parser for some time with inputs that are mutated from those that led to something
/// new.
///
/// What is new is told by the kind of the outcome, such as a message without its numbers: a
/// coverage of what the parser can say. One seed makes the same inputs in the same order each time.
public final class Fuzzer {

  private static final double SECONDS = Double.parseDouble(System.getProperty("fuzz.seconds", "4"));

  /// The build's result is the source's alone: always the same inputs, as far as it gets.
  public static final long SEED = seed(System.getProperty("fuzz.seed", "2026"));

  /// How many share the time: those of `FrameFuzzTest`, too.
  private static final int TARGETS = FuzzTargets.ALL.size() + 2;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int MAX_CORPUS = 2_000;
  private static final int MIN_RUNS = 300;
  private static final int KIND_LENGTH = 40;
  private static final long MAX_NANOS = 1_000_000_000L;

  private final FuzzTarget target;
  private final long seed;
  private final Random random;
  private final Mutations mutations;
  private final List<byte[]> corpus = new ArrayList<>();
  private final Set<String> kinds = new HashSet<>();
  private long runs;

  /// Read by whoever waits in vain.
  private volatile byte[] input = new byte[0];

  Fuzzer(FuzzTarget target, long seed) {
    this.target = target;
    this.seed = seed;
    random = new Random(seed);
    mutations = new Mutations(random, target.words());
    target.seeds().forEach(text -> corpus.add(Wire.bytes(text)));
  }

  private static long seed(String said) {
    return said.equals("random") ? System.nanoTime() : Long.parseLong(said);
  }

  /// Attacks one of the parsers, which have `-Dfuzz.seconds` together.
  public static void attack(FuzzTarget target) {
    long nanos = (long) (SECONDS * 1e9 / TARGETS);
    var fuzzer = new Fuzzer(target, SEED);
    var patience = Duration.ofNanos(2 * nanos).plusSeconds(60);
    System.out.println(
        assertTimeoutPreemptively(patience, () -> fuzzer.run(nanos), fuzzer::progress));
  }

  /// Runs all seeds, then for so long, and returns what it did.
  String run(long nanos) {
    long end = System.nanoTime() + nanos;
    List.copyOf(corpus).forEach(this::attack);
    while (runs < MIN_RUNS || System.nanoTime() - end < 0) {
      attack(mutations.next(corpus));
    }
    return "fuzz %s: seed %d, %d inputs, %d kinds of outcome"
        .formatted(target.name(), seed, runs, kinds.size());
  }

  /// What it is at, for when it does not come back.
  String progress() {
    return "fuzz %s: seed %d (-Dfuzz.seed=%d), input %d: \"%s\""
        .formatted(target.name(), seed, seed, runs, literal(input));
  }

  private void attack(byte[] input) {
    runs++;
    this.input = input;
    try {
      var outcome = measured(input);
      int piece = 1 + random.nextInt(Math.max(1, input.length));
      requireSame(outcome, target.outcome(input, piece), piece);
      if (runs % 4 == 1) {
        requireSame(outcome, target.outcome(input, 1), 1);
      }
      remember(input, outcome);
    } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError failure) {
      throw new AssertionError(progress(), failure);
    }
  }

  /// What is too much is measured again, because the first time classes are loaded.
  private String measured(byte[] input) {
    try {
      return measuredOnce(input);
    } catch (AssertionError tooMuch) {
      return measuredOnce(input);
    }
  }

  private String measuredOnce(byte[] input) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    var outcome = target.outcome(input, Math.max(1, input.length));
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    long limit = FuzzTarget.BYTES_BESIDE + (long) FuzzTarget.BYTES_A_BYTE * input.length;
    if (allocated > limit) {
      throw new AssertionError("expected at most %d bytes, found %d".formatted(limit, allocated));
    }
    if (nanos > MAX_NANOS) {
      throw new AssertionError("expected at most 1 s of computing, found %d ns".formatted(nanos));
    }
    return outcome;
  }

  private static void requireSame(String whole, String cut, int piece) {
    if (!whole.equals(cut)) {
      throw new AssertionError(
          "expected the same in pieces of %d bytes, found <%s> and <%s>"
              .formatted(piece, whole, cut));
    }
  }

  private void remember(byte[] input, String outcome) {
    if (kinds.add(kind(outcome)) && corpus.size() < MAX_CORPUS) {
      corpus.add(input);
    }
  }

  /// The outcome without what differs all the time.
  private static String kind(String outcome) {
    var kind = new StringBuilder();
    for (int i = 0; i < Math.min(outcome.length(), KIND_LENGTH); i++) {
      char c = outcome.charAt(i);
      char sort = Character.isLetterOrDigit(c) ? 'x' : c > ' ' && c < 0x7F ? c : '?';
      if (kind.isEmpty() || kind.charAt(kind.length() - 1) != sort) {
        kind.append(sort);
      }
    }
    return kind.toString();
  }

  /// The input as it can be pasted into a test.
  private static String literal(byte[] input) {
    var text = new StringBuilder();
    for (char c : new String(input, StandardCharsets.ISO_8859_1).toCharArray()) {
      switch (c) {
        case '\r' -> text.append("\\r");
        case '\n' -> text.append("\\n");
        case '"', '\\' -> text.append('\\').append(c);
        default -> {
          if (c >= ' ' && c < 0x7F) {
            text.append(c);
          } else {
            text.append("\\u%04x".formatted((int) c));
          }
        }
      }
    }
    return text.toString();
  }
}
