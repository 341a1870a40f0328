package dev.treadle.http.client;

import dev.treadle.io.ByteReader;
import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// A connection that speaks another protocol now, some of which has been read.
record UpgradedStream(ByteStream stream, ByteReader reader) implements ByteStream {

  @Override
  public int read(ByteBuffer into) throws IOException {
    return reader.read(into);
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    stream.write(from);
  }

  @Override
  public void shutdownOutput() throws IOException {
    stream.shutdownOutput();
  }

  @Override
  public SocketAddress localAddress() throws IOException {
    return stream.localAddress();
  }

  @Override
  public SocketAddress remoteAddress() throws IOException {
    return stream.remoteAddress();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  @Override
  public String toString() {
    return stream.toString();
  }
}
