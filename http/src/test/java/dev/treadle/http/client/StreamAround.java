package dev.treadle.http.client;

import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// Does what another stream does, but for what a test has it do otherwise.
abstract class StreamAround implements ByteStream {

  private final ByteStream stream;

  StreamAround(ByteStream stream) {
    this.stream = stream;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return stream.read(into);
  }

  @Override
  public int tryRead(ByteBuffer into) throws IOException {
    return stream.tryRead(into);
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
  public void abort() throws IOException {
    stream.abort();
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
}
