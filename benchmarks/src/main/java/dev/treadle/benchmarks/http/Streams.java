package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Battery;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import java.util.List;
import java.util.stream.Stream;

/// WebSockets, and bodies that are written piece by piece.
final class Streams {

  private static final double TEN_PERCENT = 0.9;

  /// A body has 1,024 of them.
  private static final double HELD_KIB = 128;

  private final Battery treadle = all(Servers.TREADLE);
  private final List<Battery> peers =
      Stream.of(Servers.HELIDON, Servers.JETTY_SOCKETS, Servers.VERTX, Servers.NETTY)
          .map(Streams::all)
          .toList();
  private final Battery aiohttp =
      Battery.of(Servers.AIOHTTP.asked(Question.SOCKET_64, Question.STREAM_16));
  private final Battery websockets = Battery.of(Servers.WEBSOCKETS.asked(Question.SOCKET_64));

  private Streams() {}

  static Stream<Claim> claims() {
    return new Streams().rows();
  }

  private static Battery all(Served.Kind server) {
    return Battery.of(
        server.asked(Question.SOCKET_64, Question.STREAM_16, Question.STREAM_HEAP_16));
  }

  private Stream<Claim> rows() {
    return Stream.of(
        against(
                claim(
                    "WebSocket, texts of 64 bytes there and back, 64 connections",
                    "ns of processor time/message",
                    Better.LOWER,
                    Question.SOCKET_64.name()),
                Question.SOCKET_64.name(),
                1)
            .against(aiohttp.row(Question.SOCKET_64.name()), 1)
            .against(websockets.row(Question.SOCKET_64.name()), 1),
        against(
                claim(
                    "bodies of 1 MiB in pieces, 16 connections",
                    "MiB/s",
                    Better.HIGHER,
                    Question.STREAM_16.name()),
                Question.STREAM_16.name(),
                TEN_PERCENT)
            .against(aiohttp.row(Question.STREAM_16.name()), TEN_PERCENT),
        beside(
            claim(
                "the same, what they cost",
                "µs of processor time/MiB",
                Better.LOWER,
                Question.STREAM_COST),
            Question.STREAM_COST),
        beside(
            claim(
                    "the same, what a body under way holds",
                    "KiB of live heap/body",
                    Better.LOWER,
                    Question.STREAM_HEAP_16.name())
                .againstBar(HELD_KIB),
            Question.STREAM_HEAP_16.name()));
  }

  private Claim claim(String name, String unit, Better better, String row) {
    return Claim.of(name, unit, better, treadle.row(row));
  }

  private Claim against(Claim claim, String row, double target) {
    var all = claim;
    for (var peer : peers) {
      all = all.against(peer.row(row), target);
    }
    return all;
  }

  private Claim beside(Claim claim, String row) {
    var all = claim;
    for (var peer : peers) {
      all = all.beside(peer.row(row));
    }
    return all;
  }
}
