/// Runs ordinary code on virtual threads deterministically, in virtual time, replayable by its
/// seed.
@org.jspecify.annotations.NullMarked
module dev.treadle.testkit {
  requires transitive dev.treadle.seam;
  requires static transitive org.jspecify;
  requires static transitive org.junit.jupiter.api;

  exports dev.treadle.test.net;

  // The contract's test methods are package-private, and JUnit calls them.
  opens dev.treadle.test.net to
      org.junit.platform.commons;
}
