package dev.treadle.io;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Deadline;
import dev.treadle.Waiter;
import dev.treadle.sync.Mutex;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// A secure stream on top of another: what [Tls] makes once both ends have agreed.
///
/// It keeps the contract of [ByteStream]. What is special:
///
/// - A read that is cancelled keeps what it has of a record, so the stream stays usable.
/// - Bytes are written in records of up to 16 KiB. One that was made counts as written: if a write
///   is cancelled before the stream below took any of it, the record is kept and goes first with
///   the next write. If the stream below has taken a part of a record, the stream is broken.
/// - [#shutdownOutput()] sends a `close_notify`, and so may have to wait. In TLS 1.2 there is no
///   half-close: the other end answers with its own at once, and both directions are over.
/// - An end without `close_notify` is a [TlsTruncatedException], unless the settings tolerate it.
/// - Renegotiation is refused.
/// - [#close()] sends a `close_notify` and waits for that of the other end, for as long as the
///   settings say (a second); not if the task is cancelled, before or meanwhile, if bytes come that
///   nobody will read, or if somebody is reading or writing here.
public final class TlsStream implements ByteStream {

  /// How long a few bytes of farewell may take where nobody is to wait.
  private static final Duration BRIEF = Duration.ofMillis(100);

  /// An end that asks for new keys is answered with the next write, and each answer is kept till
  /// then.
  private static final int MOST_OWED = 64;

  private final ByteStream below;
  private final SSLEngine engine;
  private final TlsRecords records;
  private final TlsSettings settings;
  private final Mutex reading = Mutex.create("reading TLS");
  private final Mutex writing = Mutex.create("writing TLS");
  private final AtomicBoolean closed = new AtomicBoolean();

  /// How far a cancelled write got.
  private volatile @Nullable PartialWrite broken;

  /// Why nothing can be read or written any more.
  private volatile @Nullable IOException failure;

  private volatile boolean outputShut;

  /// The other end has said that it has no more to say. Written by whoever reads.
  private volatile boolean ended;

  /// Only whoever reads touches it. From position to limit: unwrapped and not returned.
  private ByteBuffer plain = TlsRecords.NOTHING;

  private TlsStream(ByteStream below, SSLEngine engine, TlsSettings settings) {
    this.below = below;
    this.engine = engine;
    this.records = new TlsRecords(below, engine);
    this.settings = settings;
  }

  /// Makes the engine for a stream.
  interface Engine {
    SSLEngine make() throws IOException;
  }

  /// Makes a stream secure; closes the one below if that fails.
  static TlsStream open(ByteStream below, Engine engine, TlsSettings settings) throws IOException {
    Objects.requireNonNull(below, "below");
    try {
      var stream = new TlsStream(below, engine.make(), settings);
      stream.handshake();
      return stream;
    } catch (IOException | RuntimeException | Error e) {
      try {
        below.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void handshake() throws IOException {
    try {
      new TlsHandshake(engine, records).run();
      records.releaseIfSent();
    } catch (SSLException e) {
      throw failed(e);
    }
  }

  // --- Reading

  @Override
  public int read(ByteBuffer into) throws IOException {
    ByteReader.requireRoom(into);
    Waiter.checkCancelled();
    try (var _ = reading.acquire()) {
      requireUsable();
      while (!plain.hasRemaining()) {
        if (ended || !receive()) {
          return -1;
        }
        int start = into.position();
        open(into);
        if (into.position() > start) {
          return into.position() - start;
        }
      }
      return handOut(into);
    }
  }

  @Override
  public int tryRead(ByteBuffer into) throws IOException {
    ByteReader.requireRoom(into);
    try (var held = reading.tryAcquire()) {
      if (held == null) {
        return 0;
      }
      requireUsable();
      int start = into.position();
      while (!plain.hasRemaining() && into.position() == start) {
        int here = ended ? -1 : records.tryRecord();
        if (here <= 0) {
          return here < 0 ? truncated() : 0;
        }
        open(into);
      }
      return into.position() > start ? into.position() - start : handOut(into);
    }
  }

  private int handOut(ByteBuffer into) {
    int count = Math.min(plain.remaining(), into.remaining());
    into.put(plain.array(), plain.position(), count);
    plain.position(plain.position() + count);
    if (!plain.hasRemaining()) {
      plain = TlsRecords.NOTHING;
    }
    return count;
  }

  /// Waits for a record; returns whether there is one.
  private boolean receive() throws IOException {
    return records.awaitRecord() || truncated() > 0;
  }

  /// The stream below has ended. Returns -1, unless that must not be.
  private int truncated() throws IOException {
    if (!ended && !settings.truncationTolerated()) {
      var truncated = new TlsTruncatedException();
      failure = truncated;
      throw truncated;
    }
    ended = true;
    return -1;
  }

  /// Unwraps a record, into the caller's buffer if it has room and into [#plain] otherwise.
  private void open(ByteBuffer into) throws IOException {
    // The engine would take it for the beginning of a long record, and wait for the rest.
    if (records.isStrange()) {
      throw refused(TlsFailures.noTls(records.firstBytes()));
    }
    int size = records.recordSize();
    boolean direct = into.remaining() >= size;
    var target = direct ? into : ByteBuffer.allocate(size);
    SSLEngineResult result;
    try {
      result = records.unwrap(target);
    } catch (SSLException e) {
      throw failed(e);
    }
    if (!direct && target.flip().hasRemaining()) {
      plain = target;
    }
    if (result.getStatus() == Status.CLOSED) {
      ended = true;
    } else {
      requireOrdinary(result);
    }
  }

  private void requireOrdinary(SSLEngineResult result) throws IOException {
    if (result.getStatus() != Status.OK) {
      throw refused("the other end sent a record that is longer than TLS allows");
    }
    if (records.owed() > MOST_OWED) {
      throw refused("the other end asks for new keys again and again");
    }
    if (result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
        && version() == TlsVersion.TLS_1_2) {
      throw refused("the other end wants to negotiate again, which is refused");
    }
  }

  private TlsException refused(String message) {
    var refused = new TlsException(message);
    failure = refused;
    return refused;
  }

  // --- Writing

  @Override
  public void write(ByteBuffer from) throws IOException {
    Waiter.checkCancelled();
    try (var _ = writing.acquire()) {
      requireUsable();
      requireOutput();
      int start = from.position();
      try {
        writeAll(from);
      } catch (Cancelled cancelled) {
        noteBreak(from, start);
        throw cancelled;
      }
    }
  }

  private void writeAll(ByteBuffer from) throws IOException {
    records.flush();
    while (from.hasRemaining()) {
      SSLEngineResult result;
      try {
        result = records.wrap(from);
      } catch (SSLException e) {
        throw explained(e);
      }
      if (result.getStatus() != Status.OK) {
        throw new IOException(
            "nothing can be written any more: the other end has closed the connection");
      }
      records.flush();
    }
    records.releaseIfSent();
  }

  private void noteBreak(ByteBuffer from, int start) {
    broken =
        records.isTorn()
            ? new PartialWrite(from.position() - start, from.limit() - start)
            : PartialWrite.of(from, start);
  }

  @Override
  public void shutdownOutput() throws IOException {
    try (var _ = writing.acquire()) {
      requireUsable();
      outputShut = true;
      try {
        engine.closeOutbound();
        records.drain();
      } catch (SSLException e) {
        throw explained(e);
      } catch (Cancelled cancelled) {
        noteBreak(TlsRecords.NOTHING, 0);
        throw cancelled;
      }
    }
  }

  private void requireOutput() throws IOException {
    if (outputShut) {
      throw new IOException("the output was shut down: nothing can be written any more");
    }
  }

  private void requireUsable() throws IOException {
    if (closed.get()) {
      throw new ClosedStreamException();
    }
    PartialWrite.requireNone(broken);
    var failure = this.failure;
    if (failure instanceof TlsTruncatedException) {
      throw new TlsTruncatedException();
    }
    if (failure != null) {
      throw new TlsException(String.valueOf(failure.getMessage()), failure);
    }
  }

  // --- Failing

  /// Tells the other end what is wrong with it, if that takes no time, and returns what to throw.
  private IOException failed(SSLException e) {
    var explained = explained(e);
    failure = explained;
    try (var held = writing.tryAcquire()) {
      if (held != null) {
        var wait = settings.closeWait().isPositive() ? settings.closeWait() : BRIEF;
        var _ = inTime(Deadline.in(wait), BRIEF, records::drain);
      }
    } catch (IOException suppressed) {
      explained.addSuppressed(suppressed);
    }
    return explained;
  }

  private TlsException explained(SSLException e) {
    return TlsFailures.explain(e, settings.alpn(), records.firstBytes());
  }

  // --- Closing

  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      sayGoodbye();
    } finally {
      below.close();
    }
  }

  /// Says no goodbye, so to the other end this is an attack (TLS 1.3, RFC 8446, section 6.1).
  @Override
  public void abort() throws IOException {
    closed.set(true);
    below.abort();
  }

  private void sayGoodbye() {
    if (failure != null || broken != null) {
      return;
    }
    boolean cancelled = CancelScope.call(scope -> scope.isCancelled()).orElse(true);
    boolean patient = !cancelled && settings.closeWait().isPositive();
    var end = Deadline.in(patient ? settings.closeWait() : BRIEF);
    // Whoever writes may be in the middle of a record, behind which nothing can be said.
    try (var held = writing.tryAcquire()) {
      if (held != null && inTime(end, BRIEF, this::sendGoodbye) && patient) {
        var _ = inTime(end, Duration.ZERO, this::awaitGoodbye);
      }
    } catch (IOException e) {
      // The connection is gone: so much for manners.
      failure = e;
    }
  }

  private interface Farewell {
    void say() throws IOException;
  }

  /// Returns whether something was said before the end, and before the task had been cancelled for
  /// longer than the grace. Nobody is told of a cancellation here: the next wait is.
  private static boolean inTime(Deadline end, Duration grace, Farewell farewell)
      throws IOException {
    return shield(
        grace,
        () -> {
          try {
            return moveOnAfter(end.remaining(), () -> farewell.say());
          } catch (Cancelled graceIsOver) {
            return false;
          }
        });
  }

  private void sendGoodbye() throws IOException {
    engine.closeOutbound();
    records.drain();
  }

  /// Waits for the other end's `close_notify`, and not for anything else.
  ///
  /// Closing with bytes unread would reset a TCP connection, and what was written last might not
  /// arrive. Tickets, which come unasked in TLS 1.3, are such bytes.
  private void awaitGoodbye() throws IOException {
    try (var held = reading.tryAcquire()) {
      while (held != null && !ended && !plain.hasRemaining() && records.awaitRecord()) {
        plain = ByteBuffer.allocate(records.recordSize());
        ended = records.unwrap(plain).getStatus() != Status.OK;
        plain.flip();
      }
    }
  }

  // --- What was agreed

  /// Returns the protocol above TLS that both ends speak (ALPN), such as `h2`; nothing if none was
  /// agreed on.
  public Optional<String> alpn() {
    return Optional.ofNullable(engine.getApplicationProtocol()).filter(name -> !name.isEmpty());
  }

  /// Returns the version of TLS.
  public TlsVersion version() {
    return TlsVersion.of(engine.getSession().getProtocol());
  }

  /// Returns the name of the cipher suite, such as `TLS_AES_256_GCM_SHA384`.
  public String cipherSuite() {
    return engine.getSession().getCipherSuite();
  }

  /// Returns the other end's certificates, its own first; none if it has shown none. They have been
  /// checked.
  public List<X509Certificate> peerCertificates() {
    try {
      return Arrays.stream(engine.getSession().getPeerCertificates())
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  /// Returns the host that the client asked for (SNI); nothing if it did not say.
  public Optional<String> serverName() {
    if (!(engine.getSession() instanceof ExtendedSSLSession session)) {
      return Optional.empty();
    }
    return session.getRequestedServerNames().stream()
        .filter(SNIHostName.class::isInstance)
        .map(name -> ((SNIHostName) name).getAsciiName())
        .findFirst();
  }

  @Override
  public SocketAddress localAddress() throws IOException {
    return below.localAddress();
  }

  @Override
  public SocketAddress remoteAddress() throws IOException {
    return below.remoteAddress();
  }

  /// Returns what it is on top of.
  @Override
  public String toString() {
    return "TLS over " + below;
  }
}
