package dev.treadle.examples.chat;

import dev.treadle.TaskGroup;
import dev.treadle.channel.Broadcast;
import dev.treadle.channel.Lag;
import dev.treadle.http.websocket.Message;
import dev.treadle.http.websocket.WebSocket;

/// Where guests hear what all of them say.
///
/// A guest whose connection is slow misses lines; it does not hold up the others.
public final class Room {

  private static final int LINES = 256;

  private final Broadcast<String> lines = Broadcast.buffered("lines of the room", LINES);

  /// Makes an empty room.
  public Room() {}

  /// Has a guest in the room for as long as its WebSocket lasts.
  public void welcome(String name, WebSocket guest) {
    try (var heard = lines.subscribe(Lag.DROP)) {
      TaskGroup.run(
          "guest " + name,
          tasks -> {
            tasks.startDaemon(
                "hears",
                () -> {
                  for (var line : heard) {
                    guest.send(line);
                  }
                });
            say(name + " has come in");
            listenTo(name, guest);
          });
    } finally {
      say(name + " has left");
    }
  }

  private void listenTo(String name, WebSocket guest) {
    guest
        .messages()
        .forEach(message -> {
          if (message instanceof Message.Text(var text)) {
            say(name + ": " + text);
          }
        });
  }

  private void say(String line) {
    // Nobody waits for those who lag behind, so there is room, also while the guest is cancelled.
    boolean _ = lines.trySend(line);
  }
}
