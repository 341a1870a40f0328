package dev.treadle.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// The program behind `./treadle bench`: exit code 0 if every target was met, 1 if not, 2 on
/// misuse.
final class Benchmarks {

  private final PrintStream out;
  private final PrintStream err;

  Benchmarks(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] words) throws IOException, InterruptedException {
    System.exit(new Benchmarks(System.out, System.err).run(List.of(words)));
  }

  int run(List<String> words) throws IOException, InterruptedException {
    try {
      var options = Options.parse(words);
      return run(Areas.named(options.area()), options, Path.of("target"));
    } catch (IllegalArgumentException misuse) {
      err.println(misuse.getMessage());
      err.println(Options.USAGE);
      err.print(Areas.list());
      return 2;
    }
  }

  int run(Area area, Options options, Path folder) throws IOException, InterruptedException {
    var claims = options.quick() ? inQuick(area) : area.claims();
    var outcomes = outcomes(claims, options.plan(area));
    Json.write(outcomes, folder.resolve(area.name() + ".json"));
    print(area, options, outcomes);
    var missed = outcomes.stream().filter(outcome -> !outcome.met()).toList();
    missed.forEach(this::explain);
    return missed.isEmpty() ? 0 : 1;
  }

  private List<Claim> inQuick(Area area) {
    var left = area.claimsInQuick();
    int all = rows(area.claims());
    int out = all - rows(left);
    if (out > 0) {
      err.println("left out by --quick: " + out + " of " + all + " rows");
    }
    return left;
  }

  private static int rows(List<Claim> claims) {
    return claims.stream().mapToInt(claim -> claim.rivals().size()).sum();
  }

  private List<Outcome> outcomes(List<Claim> claims, Plan plan)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + plan.budget().toNanos();
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < claims.size(); i++) {
      var claim = claims.get(i);
      var left = Duration.ofNanos(end - System.nanoTime());
      var share = plan.shareOf(claim, claims.subList(i, claims.size()), left);
      outcomes.addAll(new ClaimRun(claim, share, err::println, System::nanoTime).run(plan));
    }
    return outcomes;
  }

  private void print(Area area, Options options, List<Outcome> outcomes)
      throws IOException, InterruptedException {
    if (options.markdown()) {
      out.print(
          Markdown.section(area, options, outcomes, Machine.here(), LocalDate.now(ZoneOffset.UTC)));
      return;
    }
    out.println(area.title() + ": median (min..max); a ratio above 1 is better for Treadle");
    if (options.quick()) {
      out.println("--quick: a rough answer; each target is loosened to 0.8 of itself");
    }
    out.print(Table.of(outcomes));
  }

  private void explain(Outcome outcome) {
    var row = outcome.claim().name() + " against " + outcome.peer();
    err.println(
        switch (outcome) {
          case Outcome.Compared compared ->
              "missed: %s: expected a ratio of at least %s, got %s"
                  .formatted(row, Numbers.shown(outcome.target()), Numbers.shown(compared.ratio()));
          case Outcome.Failed failed -> "failed: " + row + ": " + failed.reason();
        });
  }
}
