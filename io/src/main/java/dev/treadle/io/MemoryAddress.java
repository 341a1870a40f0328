package dev.treadle.io;

import java.net.SocketAddress;

/// Where an end of a [MemoryStream] is if nobody said otherwise. Each is another, whatever its
/// name.
final class MemoryAddress extends SocketAddress {

  private static final long serialVersionUID = 1;

  private final String name;

  MemoryAddress(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return "memory:" + name;
  }
}
