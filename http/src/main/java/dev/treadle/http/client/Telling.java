package dev.treadle.http.client;

import dev.treadle.seam.World;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/// Tells listeners of each request that is sent.
final class Telling implements Transport {

  private final Transport next;
  private final Consumer<ClientEvent> events;

  Telling(Transport next, Consumer<ClientEvent> events) {
    this.next = next;
    this.events = events;
  }

  @Override
  public Reply send(Request request) throws IOException {
    long start = World.current().nanoTime();
    events.accept(new ClientEvent.Sending(request));
    try {
      var reply = next.send(request);
      events.accept(new ClientEvent.Answered(request, reply.status(), since(start)));
      return reply;
    } catch (Throwable failure) {
      events.accept(new ClientEvent.Failed(request, failure, since(start)));
      throw failure;
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(World.current().nanoTime() - start);
  }
}
