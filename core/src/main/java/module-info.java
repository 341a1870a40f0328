/// Structured tasks on virtual threads: groups, cancellation, deadlines, shields, context and
/// offloading, in direct style.
@org.jspecify.annotations.NullMarked
module dev.treadle.core {
  requires transitive dev.treadle.seam;
  requires static transitive org.jspecify;
  requires static java.instrument;
  requires static jdk.attach;
  requires static jdk.jfr;

  exports dev.treadle;
  exports dev.treadle.channel;
  exports dev.treadle.flow;
  exports dev.treadle.monitor;
  exports dev.treadle.monitor.attached to
      java.instrument;
  exports dev.treadle.resource;
  exports dev.treadle.retry;
  exports dev.treadle.sync;

  uses dev.treadle.ContextBridge;
}
