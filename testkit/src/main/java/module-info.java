/// Runs ordinary code on virtual threads deterministically, in virtual time, replayable by its
/// seed.
@org.jspecify.annotations.NullMarked
module dev.treadle.testkit {
  requires transitive dev.treadle.seam;
  requires static transitive org.jspecify;
  requires static transitive org.junit.jupiter.api;
  requires static org.junit.platform.commons;
  requires static transitive org.junit.platform.launcher;
  requires java.instrument;
  requires static jdk.attach;
  requires java.management;
  requires jdk.management;

  exports dev.treadle.test;
  exports dev.treadle.test.agent to
      java.instrument;
  exports dev.treadle.test.net;

  // The contract's test methods are package-private, and JUnit calls them.
  opens dev.treadle.test.net to
      org.junit.platform.commons;

  provides org.junit.jupiter.api.extension.Extension with
      dev.treadle.test.SimulatedExtension;
  provides org.junit.platform.launcher.LauncherSessionListener with
      dev.treadle.test.SimulationSession;
  provides dev.treadle.seam.WorldProvider with
      dev.treadle.test.SimulatedWorlds;

  uses dev.treadle.seam.Network;
}
