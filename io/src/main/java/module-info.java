/// Byte streams, datagrams, files, processes and signals, in which every wait can be cancelled.
@org.jspecify.annotations.NullMarked
module dev.treadle.io {
  requires transitive dev.treadle.core;
  requires static transitive org.jspecify;

  exports dev.treadle.io;
  exports dev.treadle.io.file;
  exports dev.treadle.io.process;

  provides dev.treadle.seam.Network with
      dev.treadle.io.nio.NioNetwork;
}
