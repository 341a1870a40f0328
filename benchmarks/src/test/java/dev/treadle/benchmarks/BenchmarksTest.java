package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Benchmarks benchmarks =
      new Benchmarks(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8));
  private FakeSide side = new FakeSide("Treadle", new ArrayList<>(), 9.0);

  @TempDir Path folder;

  @Test
  void anUnknownAreaListsTheAreasAndIsMisuse() throws Exception {
    assertThat(benchmarks.run(List.of("speed"))).isEqualTo(2);

    assertThat(text(err))
        .startsWith(
            """
            expected one of the areas listed below, got 'speed'
            usage: ./treadle bench AREA [--quick] [--markdown]
              seam         The seam costs nothing outside a simulation
              simulation   Simulation: seeds a second, seeds until a bug is found, virtual time, memory
              core         Tasks: starting, joining, timeouts, concurrent maps, sleepers, cold start, fairness
            """);
  }

  @Test
  void metTargetsAreSuccess() throws Exception {
    assertThat(run(8, false, false)).isZero();

    assertThat(text(out))
        .startsWith("A fake area: median (min..max)")
        .contains("made up  ops/s  9.00 (9.00..9.00)  bar   8.00    1.13   1.00    met")
        .doesNotContain("loosened");
  }

  @Test
  void aMissedTargetIsExitCodeOneAndSaysWhich() throws Exception {
    assertThat(run(10, false, false)).isEqualTo(1);

    assertThat(text(err))
        .endsWith("missed: made up against bar: expected a ratio of at least 1.00, got 0.90\n");
  }

  @Test
  void quickForgivesAFifthAndSaysSo() throws Exception {
    assertThat(run(10, true, false)).isZero();

    assertThat(text(out))
        .contains("--quick: a rough answer; each target is loosened to 0.8 of itself");
  }

  @Test
  void aFailingSideIsExitCodeOneAndShowsWhy() throws Exception {
    side =
        new FakeSide("Treadle", new ArrayList<>())
            .failing("'Treadle' ended with exit code 3\n    boom");

    assertThat(run(8, false, false)).isEqualTo(1);

    assertThat(text(err))
        .endsWith("failed: made up against bar: 'Treadle' ended with exit code 3\n    boom\n");
  }

  @Test
  void rowsAreWrittenWhetherOrNotTheyAreMet() throws Exception {
    run(10, false, false);

    assertThat(contentOf(folder.resolve("fake.json").toFile())).contains("\"met\" : false");
  }

  @Test
  void markdownReplacesTheTable() throws Exception {
    run(8, false, true);

    assertThat(text(out)).startsWith("## fake\n\nA fake area. `./treadle bench fake`, ");
  }

  @Test
  void quickSaysHowManyRowsItLeavesOut() throws Exception {
    var claim = Claim.of("made up", "ops/s", Better.HIGHER, side).againstBar(8);
    var area = new FakeArea(List.of(claim.beside(side), claim.inFullOnly()));

    assertThat(benchmarks.run(area, new Options("fake", true, false), folder)).isZero();

    assertThat(text(err)).startsWith("left out by --quick: 2 of 3 rows\n");
    assertThat(text(out)).doesNotContain("no target");
  }

  @Test
  void aPeerWithoutATargetMissesNothing() throws Exception {
    var better = new FakeSide("peer", new ArrayList<>(), 90.0);
    var claim = Claim.of("made up", "ops/s", Better.HIGHER, side).beside(better);
    var area = new FakeArea(List.of(claim));

    assertThat(benchmarks.run(area, new Options("fake", false, false), folder)).isZero();

    assertThat(text(out)).containsPattern("peer +90.0 .* 0.10 +- +no target");
  }

  private int run(double bar, boolean quick, boolean markdown) throws Exception {
    var claim = Claim.of("made up", "ops/s", Better.HIGHER, side).againstBar(bar);
    var area = new FakeArea(List.of(claim));
    return benchmarks.run(area, new Options(area.name(), quick, markdown), folder);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).replace("\r", "");
  }

  private record FakeArea(List<Claim> claims) implements Area {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public String title() {
      return "A fake area";
    }
  }
}
