package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Each;
import dev.treadle.Treadle;
import dev.treadle.io.ByteReader;
import dev.treadle.io.ByteStream;
import dev.treadle.io.Tcp;
import dev.treadle.seam.World;
import dev.treadle.test.Simulation;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A server on a host of its own that does with each connection exactly what a test says, in bytes.
final class ScriptedServer implements AutoCloseable {

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<ByteStream> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final Thread thread;

  private volatile @Nullable CancelScope scope;

  private ScriptedServer(
      Simulation simulation, String host, int port, Each<Peer, Exception> script) {
    thread =
        simulation.startOn(
            simulation.network().host(host), host, () -> Treadle.run(() -> run(port, script)));
    simulation.awaitBlocked();
  }

  /// Listens on port 80 of host `server`.
  static ScriptedServer start(Simulation simulation, Each<Peer, Exception> script) {
    return start(simulation, "server", 80, script);
  }

  static ScriptedServer start(
      Simulation simulation, String host, int port, Each<Peer, Exception> script) {
    return new ScriptedServer(simulation, host, port, script);
  }

  /// Answers every request of every connection alike.
  static ScriptedServer answering(Simulation simulation, String answer) {
    return start(
        simulation,
        peer -> {
          while (peer.readHead() != null) {
            peer.send(answer);
          }
        });
  }

  private void run(int port, Each<Peer, Exception> script) {
    CancelScope.run(own -> {
      scope = own;
      try (var listener = Tcp.listen(new InetSocketAddress(port))) {
        listener.serve(stream -> handle(stream, script));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private void handle(ByteStream stream, Each<Peer, Exception> script) {
    open.add(stream);
    int number = accepted.incrementAndGet();
    most.accumulateAndGet(open.size(), Math::max);
    try {
      script.accept(new Peer(stream, number));
    } catch (IOException gone) {
      // the client may go when it likes
    } catch (Cancelled cancelled) {
      throw cancelled;
    } catch (Exception | AssertionError failure) {
      failures.add(failure);
    } finally {
      open.remove(stream);
    }
  }

  /// How many connections there were.
  int accepted() {
    return accepted.get();
  }

  /// How many connections there are.
  int open() {
    return open.size();
  }

  /// How many connections there were at most at the same time.
  int most() {
    return most.get();
  }

  @Override
  public void close() {
    var own = scope;
    if (own != null) {
      own.cancel("the test is over");
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the server was closed", e);
    }
    assertThat(failures).isEmpty();
  }

  /// The server's end of a connection.
  static final class Peer {

    private final ByteStream stream;
    private final ByteReader reader;
    private final int number;

    Peer(ByteStream stream, int number) {
      this.stream = stream;
      this.reader = ByteReader.of(stream);
      this.number = number;
    }

    /// Which connection this is, counted from 1.
    int number() {
      return number;
    }

    ByteStream stream() {
      return stream;
    }

    /// What comes through a stream that was made of this one.
    Peer over(ByteStream other) {
      return new Peer(other, number);
    }

    /// The head up to its empty line; `null` if the client has gone.
    @Nullable String readHead() throws IOException {
      var head = reader.readUntil("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), 100_000);
      return head == null ? null : new String(head, StandardCharsets.ISO_8859_1) + "\r\n\r\n";
    }

    /// The target of the next request.
    @Nullable String readTarget() throws IOException {
      var head = readHead();
      return head == null ? null : head.split(" ", 3)[1];
    }

    String readBody(int length) throws IOException {
      return new String(reader.readExactly(length), StandardCharsets.ISO_8859_1);
    }

    /// Fails unless exactly these bytes come.
    void expect(String bytes) throws IOException {
      assertThat(readBody(bytes.length())).isEqualTo(bytes);
    }

    void expectEnd() throws IOException {
      assertThat(reader.readByte()).isEqualTo(-1);
    }

    /// The next chunk of a body; an empty one is the last.
    String readChunk() throws IOException {
      var line = reader.readLine(20);
      if (line == null) {
        throw new EOFException("expected a chunk, found the end");
      }
      int length = Integer.parseInt(line, 16);
      var chunk = readBody(length);
      expect("\r\n");
      return chunk;
    }

    void send(String bytes) throws IOException {
      stream.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    void send(byte[] bytes) throws IOException {
      stream.write(ByteBuffer.wrap(bytes));
    }

    void ok(String body) throws IOException {
      send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    void close() throws IOException {
      stream.close();
    }
  }

  /// Milliseconds of virtual time that a block takes.
  static <X extends Exception> long millis(dev.treadle.Action<X> body) throws X {
    long start = World.current().nanoTime();
    body.run();
    return Duration.ofNanos(World.current().nanoTime() - start).toMillis();
  }
}
