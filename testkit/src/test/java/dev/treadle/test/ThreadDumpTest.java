package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadDumpTest {

  private static final String DUMP =
      """
      7538
      2026-11-22T13:05:21.456629137Z
      25.0.3+9-LTS

      #3 "main" RUNNABLE 2026-11-22T13:05:21.464315116Z
          at Exp.main(Exp.java:19)

      #14 "Signal Dispatcher" RUNNABLE 2026-11-22T13:05:21.467648230Z

      #34 "waiter" virtual WAITING 2026-11-22T13:05:21.468002499Z
          at java.base/java.lang.Object.wait0(Native Method)
          - waiting on <java.lang.Object@c88a337>
          at Exp.lambda$main$3(Exp.java:11)
      """;

  @Test
  void aDumpIsReadThreadByThread() {
    var threads = ThreadDump.parse(DUMP, Map.of(3L, Thread.currentThread())).threads();

    assertThat(threads)
        .containsExactly(
            new DumpedThread(
                3,
                "main",
                false,
                "RUNNABLE",
                List.of("at Exp.main(Exp.java:19)"),
                Thread.currentThread()),
            new DumpedThread(14, "Signal Dispatcher", false, "RUNNABLE", List.of(), null),
            new DumpedThread(
                34,
                "waiter",
                true,
                "WAITING",
                List.of(
                    "at java.base/java.lang.Object.wait0(Native Method)",
                    "- waiting on <java.lang.Object@c88a337>",
                    "at Exp.lambda$main$3(Exp.java:11)"),
                null));
  }

  @Test
  void aNameMayHoldAnything() {
    var dump =
        "#5 \"a\" b\n#6 \"c\" WAITING\" TIMED_WAITING 2026-11-22T13:05:21Z\n    at A.b(C.java:1)\n";

    assertThat(ThreadDump.parse(dump, Map.of()).threads())
        .containsExactly(
            new DumpedThread(
                5,
                "a\" b\n#6 \"c\" WAITING",
                false,
                "TIMED_WAITING",
                List.of("at A.b(C.java:1)"),
                null));
  }

  @Test
  void aDumpHasPlatformAndVirtualThreads() throws InterruptedException {
    var release = new CountDownLatch(1);
    var virtual = Thread.ofVirtual().start(() -> await(release));
    var platform = Thread.ofPlatform().start(() -> await(release));

    assertThat(ThreadDump.take().threads())
        .anyMatch(thread -> thread.id() == virtual.threadId() && thread.virtual())
        .anyMatch(thread -> thread.platform() == platform)
        .anyMatch(thread -> thread.platform() == Thread.currentThread());

    release.countDown();
    virtual.join();
    platform.join();
  }

  @Test
  void anInterruptIsNoHindranceAndStays() {
    Thread.currentThread().interrupt();

    var dump = ThreadDump.take();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(dump.threads()).isNotEmpty();
  }

  @Test
  void theChosenThreadIsFirstAndAnotherLeftOut() {
    var first = Thread.ofVirtual().unstarted(() -> {});
    var left = Thread.ofVirtual().unstarted(() -> {});
    var dump =
        new ThreadDump(
            List.of(
                thread(9000, "other", "at Other.run(Other.java:1)"),
                thread(left.threadId(), "left out", "at Left.run(Left.java:1)"),
                thread(first.threadId(), "first", "at First.run(First.java:1)")));

    assertThat(dump.write(first, left))
        .isEqualTo(
            "  'first' (virtual, #"
                + first.threadId()
                + ") is WAITING\n      at First.run(First.java:1)\n"
                + "  'other' (virtual, #9000) is WAITING\n      at Other.run(Other.java:1)");
  }

  @Test
  void threadsAtTheSamePlaceAreToldOnce() {
    var threads =
        IntStream.range(0, 8)
            .mapToObj(i -> thread(9000 + i, "t" + i, "at A.b(C.java:1)", "- locked <X@" + i + ">"))
            .toList();

    assertThat(write(threads))
        .isEqualTo(
            "  't0' (virtual, #9000) is WAITING, and so are 7 more: 't1' (virtual, #9001),"
                + " 't2' (virtual, #9002), 't3' (virtual, #9003), 't4' (virtual, #9004),"
                + " 't5' (virtual, #9005), ...\n"
                + "      at A.b(C.java:1)\n"
                + "      - locked <X@0>");
  }

  @Test
  void longStacksAndManyPlacesAreCutShort() {
    var deep = IntStream.range(0, 100).mapToObj(i -> "at A.b(C.java:" + i + ")");
    var threads = new ArrayList<DumpedThread>();
    threads.add(thread(9000, "deep", deep.toArray(String[]::new)));
    IntStream.range(0, 60).forEach(i -> threads.add(thread(9001 + i, "t", "at D.e(F.java:" + i)));

    assertThat(write(threads))
        .contains("at A.b(C.java:14)\n      ... 85 more\n")
        .doesNotContain("at A.b(C.java:15)")
        .endsWith("\n  and threads at 11 more places");
  }

  private static String write(List<DumpedThread> threads) {
    return new ThreadDump(threads).write(Thread.currentThread(), Thread.currentThread());
  }

  private static DumpedThread thread(long id, String name, String... stack) {
    return new DumpedThread(id, name, true, "WAITING", List.of(stack), null);
  }

  private static void await(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
