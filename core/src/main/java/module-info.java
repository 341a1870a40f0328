/// Structured tasks on virtual threads: groups, cancellation, deadlines, shields, context and
/// offloading, in direct style.
@org.jspecify.annotations.NullMarked
module dev.treadle.core {
  requires transitive dev.treadle.seam;
  requires static transitive org.jspecify;

  exports dev.treadle;

  uses dev.treadle.ContextBridge;
}
