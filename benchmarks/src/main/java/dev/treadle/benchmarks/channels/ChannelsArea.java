package dev.treadle.benchmarks.channels;

import static dev.treadle.benchmarks.Claim.atMost;

import dev.treadle.benchmarks.Area;
import dev.treadle.benchmarks.Battery;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import dev.treadle.benchmarks.Contenders;
import dev.treadle.benchmarks.Fairness.Answer;
import dev.treadle.benchmarks.Parallelism;
import dev.treadle.benchmarks.Side;
import dev.treadle.benchmarks.channels.Contention.Form;
import dev.treadle.benchmarks.channels.Contention.Kind;
import dev.treadle.benchmarks.channels.HotPairs.Primitive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Channels, queues and locks are faster than anything else on the JVM, and starve nobody.
///
/// Every row stands there twice: with as many carriers as there are processors, and with one, which
/// is how asyncio runs. `--quick` measures the first only.
public final class ChannelsArea implements Area {

  private static final int ELEMENTS = 400_000;
  private static final int HAND_OFFS = 100_000;
  private static final int SECTIONS = 200_000;
  private static final int SLOW = 50_000;
  private static final int WAITERS = 10_000;

  private static final int SMALL = 16;
  private static final int LARGE = 1024;

  private static final double SMALL_NANOS = 60;
  private static final double LARGE_NANOS = 30;
  private static final double RENDEZVOUS_NANOS = 250;
  private static final double SLEEP_MILLIS = 30;
  private static final double START_MILLIS = 10;

  private static final double BUFFERED_WEIGHT = 2;
  private static final double RENDEZVOUS_WEIGHT = 1.2;
  private static final double PING_PONG_WEIGHT = 0.8;
  private static final double WORK_WEIGHT = 1.2;
  private static final double LOCKS_WEIGHT = 1.6;
  private static final double WAITING_WEIGHT = 0.8;
  private static final double FAIRNESS_WEIGHT = 0.9;

  @Override
  public String name() {
    return "channels";
  }

  @Override
  public String title() {
    return "Channels, queues and locks: throughput, hand-offs, contention, cancelled waits, fairness";
  }

  @Override
  public Duration budget() {
    return Duration.ofMinutes(8);
  }

  @Override
  public int rounds() {
    return 3;
  }

  @Override
  public List<Claim> claims() {
    return Stream.concat(claims(Parallelism.ALL), claims(Parallelism.ONE).map(Claim::inFullOnly))
        .toList();
  }

  private static Stream<Claim> claims(Parallelism parallelism) {
    return Stream.of(
            buffered(parallelism),
            rendezvous(parallelism),
            pingPong(parallelism),
            workQueues(parallelism),
            locks(parallelism),
            waiting(parallelism),
            Arrays.stream(Primitive.values())
                .flatMap(primitive -> fairness(primitive, parallelism)))
        .flatMap(claims -> claims);
  }

  // --- Buffered

  private static Stream<Claim> buffered(Parallelism parallelism) {
    var mixes = Stream.concat(Mix.all(LARGE), Mix.all(SMALL)).toList();
    var peers = new Peers(parallelism, ELEMENTS, SLOW, mixes.stream().map(Mix::word).toList());
    var buffered = new Buffered(parallelism, peers);
    return Battery.claims(BUFFERED_WEIGHT, mixes.stream().map(buffered::claim));
  }

  /// The contenders of a battery of buffered channels.
  private static final class Buffered {
    private final Parallelism parallelism;
    private final Battery treadle;
    private final Battery array;
    private final Battery linked;
    private final Battery jox;
    private final Battery kotlin;
    private final Battery go;
    private final Battery asyncio;
    private final Battery uvloop;
    private final Battery trio;

    Buffered(Parallelism parallelism, Peers peers) {
      this.parallelism = parallelism;
      this.treadle = peers.java("Treadle", TreadleTraffic.class);
      this.array = peers.queue("ArrayBlockingQueue", "array");
      this.linked = peers.queue("LinkedBlockingQueue", "linked");
      this.jox = peers.jox();
      this.kotlin = peers.kotlin();
      this.go = peers.go();
      this.asyncio = peers.asyncio();
      this.uvloop = peers.uvloop();
      this.trio = peers.trio();
    }

    Claim claim(Mix mix) {
      var word = mix.word();
      var name = String.format(Locale.ROOT, "a channel of %,d, %s", mix.capacity(), mix.named());
      var claim = lower(parallelism.named(name), "ns/element", treadle.row(word));
      var targets = mix.capacity() == LARGE ? large(claim, word) : small(claim, mix);
      double asyncioTarget = mix.capacity() == LARGE ? 10 : 5;
      var all =
          targets.against(asyncio.row(word), asyncioTarget).against(trio.row(word), asyncioTarget);
      return parallelism == Parallelism.ONE
          ? all
          : all.against(uvloop.row(word), asyncioTarget).beside(linked.row(word));
    }

    private Claim large(Claim claim, String word) {
      return parallelism == Parallelism.ONE
          ? shown(claim.againstBar(LARGE_NANOS), word)
          : claim
              .against(array.row(word), 2)
              .against(jox.row(word), 2)
              .against(kotlin.row(word), 1.5)
              .against(go.row(word), atMost(1.6));
    }

    private Claim small(Claim claim, Mix mix) {
      var word = mix.word();
      if (parallelism == Parallelism.ONE) {
        return shown(claim.againstBar(SMALL_NANOS), word);
      }
      var jdk = claim.against(array.row(word), 1.1).against(jox.row(word), 1.8);
      return mix.producers() == Mix.MANY
          ? jdk.against(kotlin.row(word), 2).beside(go.row(word))
          : jdk.beside(kotlin.row(word)).beside(go.row(word));
    }

    private Claim shown(Claim claim, String word) {
      return claim
          .beside(array.row(word))
          .beside(jox.row(word))
          .beside(kotlin.row(word))
          .beside(go.row(word));
    }
  }

  // --- Hand-offs

  private static Stream<Claim> rendezvous(Parallelism parallelism) {
    var mixes = Mix.all(0).toList();
    var peers = new Peers(parallelism, HAND_OFFS, SLOW, mixes.stream().map(Mix::word).toList());
    var treadle = peers.java("Treadle", TreadleTraffic.class);
    var synchronous = peers.queue("SynchronousQueue", "synchronous");
    var transfer = peers.queue("LinkedTransferQueue", "transfer");
    var jox = peers.jox();
    var kotlin = peers.kotlin();
    var go = peers.go();
    return Battery.claims(
        RENDEZVOUS_WEIGHT,
        mixes.stream()
            .map(mix -> {
              var word = mix.word();
              var name = parallelism.named("a rendezvous, " + mix.named());
              var claim = lower(name, "ns/element", treadle.row(word));
              var targets =
                  parallelism == Parallelism.ONE
                      ? claim
                          .againstBar(RENDEZVOUS_NANOS)
                          .against(jox.row(word), 6)
                          .beside(synchronous.row(word))
                      : claim.against(synchronous.row(word), atMost(1.1)).beside(jox.row(word));
              return targets
                  .beside(transfer.row(word))
                  .beside(kotlin.row(word))
                  .beside(go.row(word));
            }));
  }

  private static Stream<Claim> pingPong(Parallelism parallelism) {
    var rows = List.of(Traffic.PINGPONG + 0, Traffic.PINGPONG + 1);
    var peers = new Peers(parallelism, HAND_OFFS, SLOW, rows);
    var meeting = new Peers(parallelism, HAND_OFFS, SLOW, rows.subList(0, 1));
    var treadle = peers.java("Treadle", TreadleTraffic.class);
    var synchronous = meeting.queue("SynchronousQueue", "synchronous").row(rows.getFirst());
    var floor = meeting.java("park and unpark", ParkFloor.class).row(rows.getFirst());
    var jox = peers.jox();
    var kotlin = peers.kotlin();
    var go = peers.go();
    return Battery.claims(
        PING_PONG_WEIGHT,
        rows.stream()
            .map(row -> {
              var name =
                  row.equals(rows.getFirst())
                      ? "a ping-pong by rendezvous"
                      : "a ping-pong by channels of 1";
              var claim = lower(parallelism.named(name), "ns/round trip", treadle.row(row));
              var targets =
                  parallelism == Parallelism.ONE
                      ? claim.against(floor, atMost(1.15)).beside(synchronous)
                      : claim.against(synchronous, 1).beside(floor);
              return targets.beside(jox.row(row)).beside(kotlin.row(row)).beside(go.row(row));
            }));
  }

  // --- Work queues

  private static Stream<Claim> workQueues(Parallelism parallelism) {
    var mixes =
        Stream.of(LARGE, SMALL)
            .flatMap(capacity -> Stream.of(new Mix(capacity, 1, 1), new Mix(capacity, 4, 4)))
            .toList();
    var peers = new Peers(parallelism, ELEMENTS, SLOW, mixes.stream().map(Mix::word).toList());
    var asked = new Peers(parallelism, ELEMENTS, SLOW, mixes.stream().map(Mix::workWord).toList());
    var treadle = peers.java("Treadle", TreadleQueues.class);
    var array = peers.queue("ArrayBlockingQueue", "array");
    var asyncio = asked.asyncio();
    return Battery.claims(
        WORK_WEIGHT,
        mixes.stream()
            .map(mix -> {
              var name =
                  String.format(
                      Locale.ROOT, "a work queue of %,d, %s", mix.capacity(), mix.named());
              return lower(parallelism.named(name), "ns/element", treadle.row(mix.word()))
                  .against(asyncio.row(mix.workWord()), mix.capacity() == LARGE ? 10 : 5)
                  .beside(array.row(mix.word()));
            }));
  }

  // --- Locks

  private static Stream<Claim> locks(Parallelism parallelism) {
    var shared = new ArrayList<String>();
    var all = new ArrayList<String>();
    for (var kind : Kind.values()) {
      for (var form : Form.values()) {
        all.add(Contention.word(kind, form));
        if (!kind.isStrict()) {
          shared.add(Contention.word(kind, form));
        }
      }
    }
    var treadle = new Peers(parallelism, SECTIONS, SLOW, all).java("Treadle", TreadleLocks.class);
    var jdk = new Peers(parallelism, SECTIONS, SLOW, all).java("JDK", JdkLocks.class);
    var peers = new Peers(parallelism, SECTIONS, SLOW, shared);
    var kotlin = peers.java("Kotlin", CoroutineLocks.class);
    var asyncio = peers.asyncio();
    return Battery.claims(
        LOCKS_WEIGHT,
        Arrays.stream(Kind.values())
            .flatMap(kind ->
                Arrays.stream(Form.values())
                    .map(form -> {
                      var word = Contention.word(kind, form);
                      var name = parallelism.named(kind.title + ", " + form.title);
                      var claim =
                          lower(name, "ns/section", treadle.row(word))
                              .against(jdk.row(word, kind.peer), atMost(1.2));
                      return kind.isStrict()
                          ? claim
                          : claim.against(kotlin.row(word), 5).against(asyncio.row(word), 5);
                    })));
  }

  private static Stream<Claim> waiting(Parallelism parallelism) {
    return Arrays.stream(Waiting.For.values())
        .map(what -> {
          var served = Waiting.word(Waiting.End.SERVED, what);
          var cancelled = Waiting.word(Waiting.End.CANCELLED, what);
          var words = new String[] {Integer.toString(WAITERS), served, cancelled};
          var treadle =
              Battery.of(
                  Contenders.of("channels", parallelism, words).java("Treadle", Waiting.class));
          return lower(
                  parallelism.named("10,000 cancelled waiters of " + what.title),
                  "ns/waiter",
                  treadle.row(cancelled))
              .against(treadle.row(served, "as many that are served"), 1)
              .withWeight(WAITING_WEIGHT);
        });
  }

  // --- Fairness

  private static Stream<Claim> fairness(Primitive primitive, Parallelism parallelism) {
    var words = new String[] {primitive.name(), Answer.SLEEP_P99.name(), Answer.START_P99.name()};
    var treadle =
        Battery.of(Contenders.of("channels", parallelism, words).java("Treadle", HotPairs.class));
    var sleep = "a sleep of 10 ms beside pairs at %s, p99".formatted(primitive.title);
    var start = "a task's start beside pairs at %s, p99".formatted(primitive.title);
    return Battery.claims(
        FAIRNESS_WEIGHT,
        Stream.of(
            lower(parallelism.named(sleep), "ms", treadle.row(Answer.SLEEP_P99.name()))
                .againstBar(SLEEP_MILLIS),
            lower(parallelism.named(start), "ms", treadle.row(Answer.START_P99.name()))
                .againstBar(START_MILLIS)));
  }

  private static Claim lower(String name, String unit, Side treadle) {
    return Claim.of(name, unit, Better.LOWER, treadle);
  }
}
