package dev.treadle.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One process that answers several claims in one go, so that a JVM is started and warmed up once
/// for all of them.
///
/// Whichever claim asks first in a round runs the process; the others find their values. So give
/// the first one the weight of all, and every rival that the others have. The process is told to
/// take nearly twice the time of a side, because less of it goes into starting it, and prints a
/// line `result ROW: NUMBER` for each row.
public final class Battery {

  private static final int PERCENT_OF_TIME = 180;

  /// The weight of a claim that finds its values.
  private static final double FOLLOWING = 0.001;

  private final Program program;
  private final Map<Integer, Map<String, Double>> answers = new HashMap<>();
  private final Map<Integer, SideFailedException> failures = new HashMap<>();
  private boolean isProbed;
  private @Nullable String missing;

  private Battery(Program program) {
    this.program = program;
  }

  /// Returns the answers of a program.
  public static Battery of(Program program) {
    return new Battery(program);
  }

  /// Returns claims on the same batteries, the first of which has the weight of all.
  public static Stream<Claim> claims(double weight, Stream<Claim> claims) {
    var followers = claims.map(claim -> claim.withWeight(FOLLOWING)).toList();
    return Stream.concat(
        Stream.of(followers.getFirst().withWeight(weight)), followers.stream().skip(1));
  }

  /// Returns the side whose value is one of the answers.
  ///
  /// @param row the word before the number
  public Side row(String row) {
    return row(row, program.name());
  }

  /// Returns the side whose value is one of the answers, under another name than the program's.
  ///
  /// @param row the word before the number
  /// @param name what stands in the table
  public Side row(String row, String name) {
    return new Part(this, row, name);
  }

  /// Asks once: a probe may take longer than the rows that find their values.
  private Optional<String> missing() throws IOException, InterruptedException {
    if (!isProbed) {
      missing = program.missing().orElse(null);
      isProbed = true;
    }
    return Optional.ofNullable(missing);
  }

  private double answer(String row, Round round)
      throws SideFailedException, IOException, InterruptedException {
    var known = failures.get(round.number());
    if (known != null) {
      throw known;
    }
    var values = answers.get(round.number());
    if (values == null) {
      values = run(round);
    }
    var value = values.get(row);
    if (value == null) {
      throw new SideFailedException(
          "'%s' printed no line 'result %s: NUMBER', only %s"
              .formatted(program.name(), row, values.keySet()),
          false);
    }
    return value;
  }

  private Map<String, Double> run(Round round)
      throws SideFailedException, IOException, InterruptedException {
    try {
      var values = new MeasuredProcess(program.name(), program.command()).answers(longer(round));
      answers.put(round.number(), values);
      return values;
    } catch (SideFailedException failure) {
      failures.put(round.number(), failure);
      throw failure;
    }
  }

  private static Round longer(Round round) {
    return new Round(round.number(), longer(round.time()), round.limit());
  }

  private static Duration longer(Duration time) {
    return time.multipliedBy(PERCENT_OF_TIME).dividedBy(100);
  }

  /// Equal parts are one side, as equal programs are.
  private record Part(Battery battery, String row, String name) implements Side {

    @Override
    public Optional<String> missing() throws IOException, InterruptedException {
      return battery.missing();
    }

    @Override
    public double measure(Round round)
        throws SideFailedException, IOException, InterruptedException {
      return battery.answer(row, round);
    }
  }
}
