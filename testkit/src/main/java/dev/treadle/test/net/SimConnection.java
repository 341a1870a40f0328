package dev.treadle.test.net;

import dev.treadle.seam.Network;
import dev.treadle.seam.World;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One end of a simulated connection. All state is guarded by the network's lock.
final class SimConnection extends SimEndpoint implements Network.Connection {

  private final SocketAddress remote;
  private final Flow in;
  private final Flow out;
  private final boolean initiator;

  /// Bytes that can be read now.
  private final Deque<ByteBuffer> arrived = new ArrayDeque<>();

  private int available;
  private boolean established;

  /// Whether [#finishConnect()] has said so.
  private boolean confirmed;

  private boolean endOfInput;
  private boolean inputShut;
  private boolean outputShut;
  private @Nullable Runnable onWritable;
  private World.@Nullable Timer connectTimer;

  private SimConnection(SimHost host, SocketAddress local, SocketAddress remote, Wires wires) {
    super(host, local);
    this.remote = remote;
    this.in = wires.in;
    this.out = wires.out;
    this.initiator = wires.initiator;
    in.onArrival(this::arrive);
    out.onRoomMade(this::wakeWriter);
  }

  /// Sends the request for a connection from one host to another, which answers in its own time.
  static SimConnection begin(SimHost from, SocketAddress local, SimHost to, SocketAddress remote) {
    var there = new Flow(from.routeTo(to));
    var back = new Flow(to.routeTo(from));
    var client = new SimConnection(from, local, remote, new Wires(back, there, true));
    // It belongs to nobody until the request has arrived and a listener hands it out.
    var _ = new SimConnection(to, remote, local, new Wires(there, back, false));
    client.request();
    return client;
  }

  /// Begins a connection to an address that no host has.
  static SimConnection astray(
      SimHost from, SocketAddress local, SocketAddress remote, Supplier<IOException> why) {
    var route = from.routeTo(from);
    var there = new Flow(route);
    var back = new Flow(route);
    var client = new SimConnection(from, local, remote, new Wires(back, there, true));
    there.onArrival(_ -> back.send(new Segment.Refused(why)));
    client.request();
    return client;
  }

  private void request() {
    out.send(Segment.Signal.CONNECT);
    connectTimer = host().net().schedule(SimNet.CONNECT_TIMEOUT.toNanos(), this::connectTimedOut);
    opened();
  }

  private void connectTimedOut() {
    if (!established) {
      out.clear();
      fail(() ->
          new ConnectException(
              "connection timed out: nobody answered "
                  + description()
                  + " within "
                  + SimNet.CONNECT_TIMEOUT));
    }
  }

  @Override
  public boolean finishConnect() throws IOException {
    try (var _ = hold()) {
      requireUsable();
      confirmed = established;
      return confirmed;
    }
  }

  @Override
  public SocketAddress remoteAddress() throws IOException {
    try (var _ = hold()) {
      requireUsable();
      return remote;
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    try (var _ = hold()) {
      requireConnected();
      if (!into.hasRemaining()) {
        return 0;
      }
      if (available == 0) {
        return endOfInput ? -1 : 0;
      }
      int count = in.route().split(Math.min(into.remaining(), available));
      take(into, count);
      in.consumed(count);
      return count;
    }
  }

  private void take(ByteBuffer into, int count) {
    available -= count;
    int left = count;
    while (left > 0) {
      var head = arrived.getFirst();
      int part = Math.min(left, head.remaining());
      into.put(head.slice(head.position(), part));
      head.position(head.position() + part);
      left -= part;
      if (!head.hasRemaining()) {
        arrived.removeFirst();
      }
    }
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    try (var _ = hold()) {
      requireConnected();
      if (outputShut) {
        throw new IOException(
            "cannot write to " + description() + ": its output has been shut down");
      }
      int count = out.route().split(Math.min(from.remaining(), out.room()));
      if (count == 0) {
        return 0;
      }
      var bytes = new byte[count];
      from.get(bytes);
      out.send(new Segment.Bytes(ByteBuffer.wrap(bytes)));
      host().tally().bytes += count;
      return count;
    }
  }

  @Override
  public void onWritable(Runnable wake) {
    try (var _ = hold()) {
      onWritable = wake;
      if (isUnusable() || isWritable()) {
        wakeWriter();
      }
    }
  }

  private boolean isWritable() {
    return established && (!confirmed || outputShut || out.room() > 0);
  }

  @Override
  public void shutdownOutput() throws IOException {
    try (var _ = hold()) {
      requireConnected();
      if (!outputShut) {
        outputShut = true;
        out.send(Segment.Signal.END);
        wakeWriter();
      }
    }
  }

  /// Returns how many bytes can be read now.
  int available() throws IOException {
    try (var _ = hold()) {
      requireConnected();
      return available;
    }
  }

  /// Reads as ended from now on; what is unread or still arrives is dropped.
  void shutdownInput() throws IOException {
    try (var _ = hold()) {
      requireConnected();
      inputShut = true;
      endOfInput = true;
      in.consumed(available);
      available = 0;
      arrived.clear();
      wakeReader();
    }
  }

  @Override
  public void abort() {
    try (var _ = hold()) {
      if (!isUnusable() && !(remote instanceof UnixDomainSocketAddress)) {
        fail(this::reset);
        abandoned();
      }
      close();
    }
  }

  private void requireConnected() throws IOException {
    requireUsable();
    if (!confirmed) {
      throw new NotYetConnectedException();
    }
  }

  private void arrive(Segment segment) {
    switch (segment) {
      case Segment.Bytes(var bytes) -> receive(bytes);
      case Segment.Refused(var why) -> {
        host().tally().refusals++;
        fail(why);
      }
      case Segment.Signal signal -> {
        switch (signal) {
          case CONNECT -> requested();
          case ACCEPTED -> accepted();
          case END -> {
            endOfInput = true;
            wakeReader();
          }
          case RESET -> fail(this::reset);
        }
      }
    }
  }

  private void requested() {
    var refusal = host().admit(this);
    if (refusal == null) {
      established = true;
      confirmed = true;
      out.send(Segment.Signal.ACCEPTED);
    } else {
      out.send(new Segment.Refused(refusal));
    }
  }

  private void accepted() {
    if (isUnusable()) {
      // Granted too late: the other end must not go on believing in it.
      out.send(Segment.Signal.RESET);
    } else {
      established = true;
      host().tally().connections++;
      cancelConnectTimer();
      wakeWriter();
    }
  }

  private void receive(ByteBuffer bytes) {
    if (isUnusable()) {
      // Nobody will ever read this: the sender learns it the hard way, as with TCP.
      out.clear();
      out.send(Segment.Signal.RESET);
    } else if (inputShut) {
      in.consumed(bytes.remaining());
    } else {
      available += bytes.remaining();
      arrived.add(bytes);
      wakeReader();
    }
  }

  /// The connection is broken: what is unread is lost on both sides (RFC 9293, 3.10.7.4).
  void fail(Supplier<IOException> why) {
    arrived.clear();
    available = 0;
    out.clear();
    cancelConnectTimer();
    failWith(why);
  }

  /// Breaks the connection for both ends at once.
  void breakNow() {
    in.clear();
    out.overtake(Segment.Signal.RESET);
    fail(this::reset);
  }

  private SocketException reset() {
    return new SocketException("connection reset: " + description());
  }

  @Override
  void released(boolean failed) {
    cancelConnectTimer();
    if (initiator) {
      host().streams().release(local(), this);
    }
    if (failed) {
      return;
    }
    if (!established) {
      abandoned();
    } else if (available > 0) {
      out.send(Segment.Signal.RESET);
    } else if (!outputShut) {
      out.send(Segment.Signal.END);
    }
    arrived.clear();
  }

  @Override
  void abandoned() {
    cancelConnectTimer();
    out.clear();
    out.send(Segment.Signal.RESET);
  }

  private void cancelConnectTimer() {
    if (connectTimer != null) {
      connectTimer.cancel();
      connectTimer = null;
    }
  }

  @Override
  boolean hasArrivals() {
    return available > 0 || endOfInput;
  }

  @Override
  void wakeAll() {
    super.wakeAll();
    wakeWriter();
  }

  void wakeWriter() {
    if (onWritable != null && (isUnusable() || isWritable())) {
      host().net().lock().afterwards(onWritable);
      onWritable = null;
    }
  }

  SocketAddress remote() {
    return remote;
  }

  /// The host at the other end; its own if the address is nobody's.
  SimHost peer() {
    return out.route().to();
  }

  @Override
  String description() {
    var names = host().net();
    var here = names.describe(host(), local());
    var there = names.describe(peer(), remote);
    return "connection " + here + (initiator ? " -> " : " <- ") + there;
  }

  /// The two directions as one end sees them.
  private record Wires(Flow in, Flow out, boolean initiator) {}
}
