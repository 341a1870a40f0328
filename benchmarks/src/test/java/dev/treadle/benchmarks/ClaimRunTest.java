package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClaimRunTest {

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> order = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private final Share share = new Share(5, Duration.ofSeconds(10), Duration.ofSeconds(1));
  private final FakeSide treadle = new FakeSide("Treadle", order, 10.0, 30.0, 20.0);
  private final FakeSide peer = new FakeSide("peer", order, 5.0);

  @Test
  void sidesAreMeasuredAlternately() throws Exception {
    run(claim().against(peer, 1.0));

    assertThat(order).containsExactlyElementsOf(repeated(5, "Treadle", "peer"));
  }

  @Test
  void medianAndExtremesComeFromAllRounds() throws Exception {
    var row = compared(run(claim().against(peer, 1.0)));

    assertThat(row.treadle().values()).containsExactly(10.0, 20.0, 20.0, 20.0, 30.0);
    assertThat(row.ratio()).isEqualTo(4.0);
  }

  @Test
  void roundsAreNumberedSoThatProgramsCanVaryTheirSeeds() throws Exception {
    run(claim().againstBar(1));

    assertThat(treadle.rounds()).extracting(Round::number).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aBarIsComparedWithoutBeingMeasured() throws Exception {
    var row = compared(run(claim().againstBar(10)));

    assertThat(order).containsOnly("Treadle");
    assertThat(row.peer()).isEqualTo("bar");
    assertThat(row.ratio()).isEqualTo(2.0);
    assertThat(row.met()).isTrue();
  }

  @Test
  void aRatioBelowItsTargetIsMissed() throws Exception {
    assertThat(run(claim().against(peer, 4.1)).getFirst().met()).isFalse();
  }

  @Test
  void aPeerThatIsNotInstalledIsSkippedWithALine() throws Exception {
    var outcomes =
        run(claim().against(peer.missing("python3 is not installed"), 1.0).againstBar(10));

    assertThat(outcomes).extracting(Outcome::peer).containsExactly("bar");
    assertThat(progress).contains("skipped: speed against peer, python3 is not installed");
  }

  @Test
  void aFailingPeerFailsItsRowAlone() throws Exception {
    var outcomes = run(claim().against(broken("peer", "peer: out of memory"), 1.0).againstBar(10));

    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, row -> assertThat(row.reason()).isEqualTo("peer: out of memory"));
    assertThat(outcomes.getLast().met()).isTrue();
    assertThat(order).containsOnlyOnce("peer");
  }

  @Test
  void aFailureOfTreadleFailsEveryRowAtOnce() throws Exception {
    var broken = Claim.of("speed", "ops/s", Better.HIGHER, broken("Treadle", "no such class"));

    var outcomes = run(broken.against(peer, 1.0).againstBar(10));

    assertThat(outcomes).hasSize(2).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(order).containsExactly("Treadle", "peer");
    assertThat(progress).contains("[1/5] speed, Treadle: failed: no such class");
  }

  @Test
  void everyMeasurementIsALineOfProgress() throws Exception {
    run(claim().against(peer, 1.0));

    assertThat(progress)
        .hasSize(10)
        .startsWith("[1/5] speed, Treadle: 10.0 ops/s", "[1/5] speed, peer: 5.00 ops/s");
  }

  @Test
  void aRoundThatCannotEndWithinTheBudgetIsNotBegun() throws Exception {
    treadle.taking(() -> nanos.addAndGet(Duration.ofSeconds(4).toNanos()));

    var row = compared(run(claim().againstBar(10)));

    assertThat(row.treadle().values()).containsExactly(10.0, 30.0);
    assertThat(progress).contains("short: speed has 2 of 5 rounds, its budget of PT10S is spent");
  }

  @Test
  void aRoundThatIsCutOffByTheBudgetDoesNotCount() throws Exception {
    var slow = new FakeSide("slow", order, 5.0).overrunning();

    var row = compared(run(claim().against(slow, 1.0)));

    assertThat(row.treadle().values()).containsExactly(10.0);
    assertThat(row.rival().values()).containsExactly(5.0);
    assertThat(progress).contains("short: speed has 1 of 5 rounds, its budget of PT10S is spent");
  }

  @Test
  void aFirstRoundThatIsCutOffFails() throws Exception {
    var slow = new FakeSide("slow", order).overrunning();

    assertThat(run(claim().against(slow, 1.0)))
        .hasOnlyElementsOfType(Outcome.Failed.class)
        .hasSize(1);
    assertThat(progress).contains("[1/5] speed, slow: failed: 'slow' was ended");
  }

  @Test
  void aFailureInALaterRoundFailsTheRow() throws Exception {
    var flaky = new FakeSide("flaky", order, 5.0, 6.0).failing("boom");

    assertThat(run(claim().against(flaky, 1.0)))
        .hasOnlyElementsOfType(Outcome.Failed.class)
        .hasSize(1);
  }

  @Test
  void aSideMayTakeWhatIsLeftOfTheBudget() throws Exception {
    treadle.taking(() -> nanos.addAndGet(Duration.ofSeconds(3).toNanos()));

    run(claim().againstBar(10));

    assertThat(treadle.rounds())
        .extracting(Round::limit)
        .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(7), Duration.ofSeconds(4));
  }

  private FakeSide broken(String name, String message) {
    return new FakeSide(name, order).failing(message);
  }

  private Claim claim() {
    return Claim.of("speed", "ops/s", Better.HIGHER, treadle);
  }

  private List<Outcome> run(Claim claim) throws IOException, InterruptedException {
    return new ClaimRun(claim, share, progress::add, nanos::get).run(Plan.FULL);
  }

  private static Outcome.Compared compared(List<Outcome> outcomes) {
    return (Outcome.Compared) outcomes.getFirst();
  }

  private static List<String> repeated(int times, String... names) {
    var all = new ArrayList<String>();
    for (int i = 0; i < times; i++) {
      all.addAll(List.of(names));
    }
    return all;
  }
}
