package dev.treadle.http.websocket;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;

import dev.treadle.Action;
import dev.treadle.CancelScope;
import dev.treadle.Step;
import dev.treadle.TaskGroup;
import dev.treadle.http.websocket.Inbound.Watched;
import dev.treadle.http.websocket.Outbound.Format;
import dev.treadle.io.ByteStream;
import dev.treadle.seam.World;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// All of one WebSocket, from its first frame to its last: what brings the two halves together, and
/// the tasks that serve them.
final class Session implements Controls {

  /// How long an end waits for the other to close the connection, when all is said.
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final ByteStream stream;
  private final Agreement agreement;
  private final WebSocketSettings settings;
  private final boolean client;
  private final World world = World.current();
  private final Bell bell = new Bell("something to do for a WebSocket");
  private final Pings pings = new Pings(world);
  private final Silence silence = new Silence(world);
  private final Closing closing = new Closing(this::changed);
  private final ReceivingTurn turn = new ReceivingTurn(world, this::absent);
  private final Inbound inbound;
  private final Outbound outbound;
  private final Counter messagesReceived = new Counter();
  private final AtomicBoolean flushing = new AtomicBoolean();
  private final AtomicBoolean readingAhead = new AtomicBoolean();
  private volatile boolean absent;
  private volatile boolean pingUnsent;
  private volatile boolean cancelled;
  private volatile @Nullable TaskGroup group;

  Session(ByteStream stream, Agreement agreement, WebSocketSettings settings, boolean client) {
    this.stream = stream;
    this.agreement = agreement;
    this.settings = settings;
    this.client = client;
    var deflate = agreement.deflate();
    var limits = settings.limits();
    var head = new FrameHead(!client, deflate != null, limits.frame());
    var assembly = new Assembly(deflate == null ? null : deflate.inflation(!client));
    this.inbound = new Inbound(stream, head, assembly, closing, new Watched(silence, this));
    this.outbound =
        new Outbound(
            stream,
            closing,
            deflate == null ? null : deflate.deflation(client),
            new Format(client, limits.fragment()));
  }

  // --- What the peer says

  @Override
  public void ping(byte[] payload) {
    outbound.owePong(payload);
    bell.ring();
  }

  @Override
  public void pong(byte[] payload) {
    pings.answered(payload);
  }

  @Override
  public void close(int code, String reason) {
    closing.receivedClose(code, reason);
  }

  // --- What the program wants

  Message receive() throws IOException {
    var token = turn.enter();
    try {
      var message = inbound.message(settings.limits().message());
      messagesReceived.add(1);
      return message;
    } finally {
      turn.leave(token);
    }
  }

  <T extends @Nullable Object, X extends Exception> T read(
      Step<? super MessageReader, ? extends T, X> body) throws X, IOException {
    var token = turn.enter();
    try {
      var reader = new MessageReader(inbound, inbound.begin());
      messagesReceived.add(1);
      try {
        return body.apply(reader);
      } finally {
        reader.leave();
      }
    } finally {
      turn.leave(token);
    }
  }

  Outbound outbound() {
    return outbound;
  }

  Duration roundTrip() throws IOException {
    closing.requireSendable();
    var ping = pings.next(true);
    try {
      outbound.ping(ping.payload());
      if (!turn.hasReceivers()) {
        absent();
      }
      return answer(ping);
    } finally {
      pings.forget(ping);
    }
  }

  private Duration answer(Pings.Ping ping) throws IOException {
    long nanos = ping.answer() == null ? Pings.NEVER : ping.answer().await();
    if (nanos == Pings.NEVER) {
      throw closing.exception();
    }
    return Duration.ofNanos(nanos);
  }

  WebSocket.Statistics statistics() {
    return new WebSocket.Statistics(
        messagesReceived.get(),
        inbound.bytesReceived(),
        outbound.messagesSent(),
        outbound.bytesSent(),
        pings.roundTrip());
  }

  boolean isOpen() {
    return closing.isSendable();
  }

  // --- The block

  /// Runs a block, and whatever serves it, and closes.
  <X extends Exception> void run(Block<X> block) throws X, IOException {
    try {
      TaskGroup.run("websocket", within -> inside(within, block));
    } finally {
      closing.lose("its block was left", null);
      quietly(stream::close);
      outbound.close();
      inbound.close();
    }
    if (cancelled && !block.isDone()) {
      throw block.suppressedIn(closing.exception());
    }
    block.rethrow();
  }

  private void inside(TaskGroup within, Block<?> block) {
    group = within;
    within.startDaemon("keeper", new Keeper(this, silence, settings)::run);
    if (!client) {
      within.startDaemon("until asked to stop", this::endWhenAsked);
    }
    turn.watch();
    try {
      block.run(new WebSocket(this, agreement.subprotocol()));
    } finally {
      turn.close();
      end(block.closeCode(), "");
    }
  }

  /// Nobody leaves a WebSocket by himself, so a server that stops does not wait for it.
  private void endWhenAsked() {
    CancelScope.current().stopping().await();
    end(CloseCode.GOING_AWAY, "the server stops");
  }

  // --- What the keeper does

  Bell bell() {
    return bell;
  }

  boolean isOver() {
    return closing.isOver();
  }

  /// Starts what there is to do, without waiting for it, and returns whether more may come.
  boolean attend() {
    boolean owes = outbound.owes();
    if (owes && flushing.compareAndSet(false, true)) {
      start("control", this::flush);
    }
    if (absent) {
      absent = false;
      readAhead();
    }
    return owes || !closing.isOver();
  }

  private void flush() {
    try {
      shielded(outbound::flush);
    } finally {
      flushing.set(false);
      bell.ring();
    }
    if (closing.isOver()) {
      settle();
    }
  }

  /// Has the peer's messages read ahead, if nobody receives.
  void readAhead() {
    if (!turn.hasReceivers() && readingAhead.compareAndSet(false, true)) {
      start("ahead", this::reading);
    }
  }

  private void reading() {
    try {
      quietly(() -> turn.readAhead(inbound::readAhead));
    } finally {
      readingAhead.set(false);
    }
    cancelIfUnnoticed();
  }

  /// The peer has said nothing for long.
  void ping() {
    pingUnsent = true;
    start("ping", this::sendPing);
  }

  private void sendPing() {
    shielded(() -> {
      outbound.ping(pings.next(false).payload());
      pingUnsent = false;
    });
  }

  /// The peer has not answered a ping.
  void unanswered() {
    closing.lose(
        pingUnsent
            ? "a ping could not be sent within %s, as the peer takes no bytes"
                .formatted(settings.pongTimeout())
            : "the peer did not answer a ping within %s".formatted(settings.pongTimeout()),
        null);
    quietly(stream::close);
    cancelIfUnnoticed();
  }

  /// A program that does something else is to hear that its peer is gone.
  private void cancelIfUnnoticed() {
    var end = closing.end();
    if (closing.isLost() && end != null && !turn.hasReceivers() && !outbound.isBusy()) {
      cancelled = true;
      owner().cancel("the WebSocket broke: " + end.reason());
    }
  }

  private void start(String name, Action<?> work) {
    owner().startDaemon(name, work);
  }

  private TaskGroup owner() {
    var owner = group;
    if (owner == null) {
      throw new IllegalStateException("websocket: expected to be inside its block, found no group");
    }
    return owner;
  }

  /// Called by whoever changes how things stand.
  private void changed() {
    if (closing.isOver()) {
      pings.end();
    }
    bell.ring();
  }

  private void absent() {
    absent = true;
    bell.ring();
  }

  // --- The end

  /// Closes, waits for the peer to do so too, and gives the stream back. Never throws.
  void end(int code, String reason) {
    var timeout = settings.closeTimeout();
    try {
      // The shield is the longer one: that the peer does not answer is no cancellation.
      shield(
          timeout.multipliedBy(2),
          () -> {
            if (!moveOnAfter(timeout, () -> quietly(() -> shake(code, reason)))) {
              closing.lose("the peer did not close within " + timeout, null);
            }
          });
    } finally {
      quietly(stream::close);
    }
  }

  /// The closing handshake (RFC 6455, 7.1.2).
  private void shake(int code, String reason) throws IOException {
    moveOnAfter(settings.closeTimeout().dividedBy(2), outbound::awaitMessages);
    closing.begin(code, reason);
    outbound.flush();
    turn.during(inbound::drain);
    outbound.flush();
    settle();
  }

  /// The server closes the connection, the client waits for that (RFC 6455, 7.1.1). After a failure
  /// what the peer still sends is read, or the reset that it causes could overtake the close frame.
  private void settle() {
    if (!closing.isLost() && (client || !closing.isCloseReceived())) {
      quietly(() -> {
        if (!closing.isCloseReceived()) {
          stream.shutdownOutput();
        }
        moveOnAfter(LINGER, () -> turn.during(inbound::discard));
      });
    }
    quietly(stream::close);
  }

  /// Does what must not be cancelled midway, as the peer could not make sense of half a frame.
  private void shielded(Action<IOException> work) {
    shield(settings.closeTimeout(), () -> quietly(work));
  }

  private static void quietly(Action<IOException> work) {
    try {
      work.run();
    } catch (IOException e) {
      // Whoever waits for something is told by `closing`; here nobody does.
    }
  }
}
