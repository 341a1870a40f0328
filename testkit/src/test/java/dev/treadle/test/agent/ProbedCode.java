package dev.treadle.test.agent;

import org.jspecify.annotations.Nullable;

/// What JaCoCo makes of a class, written by hand. Read as bytes and never loaded: JaCoCo would take
/// offence.
@SuppressWarnings({"NullAway", "UnusedMethod", "unused"})
final class ProbedCode {

  private static boolean @Nullable [] $jacocoData;

  private final boolean[] flags = new boolean[1];

  private ProbedCode() {}

  static boolean[] $jacocoInit() {
    if ($jacocoData == null) {
      $jacocoData = new boolean[2];
    }
    return $jacocoData;
  }

  static int probedOnly(int number) {
    boolean[] probes = $jacocoInit();
    probes[0] = true;
    int doubled = number * 2;
    probes[1] = true;
    return doubled;
  }

  static void setFlag(ProbedCode code, boolean value) {
    code.flags[0] = value;
  }
}
