package dev.treadle.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/// A side whose value is the median of the milliseconds from starting its process to its end, over
/// as many runs as the round has time for.
///
/// @param program must answer with any number, so that a run that failed is not taken for a fast
///   one
public record WholeProcess(Program program) implements Side {

  private static final int LEAST_RUNS = 3;

  @Override
  public String name() {
    return program.name();
  }

  @Override
  public Optional<String> missing() throws IOException, InterruptedException {
    return program.missing();
  }

  @Override
  public double measure(Round round) throws SideFailedException, IOException, InterruptedException {
    var process = new MeasuredProcess(name(), program.command());
    // The first run reads from the disk what the others find in memory.
    process.elapsed(round);
    long end = System.nanoTime() + round.time().toNanos();
    var millis = new ArrayList<Double>();
    do {
      millis.add(inMillis(process.elapsed(round)));
    } while (System.nanoTime() < end || millis.size() < LEAST_RUNS);
    return new Samples(millis).median();
  }

  private static double inMillis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
