package dev.treadle.http.server;

import dev.treadle.Each;
import dev.treadle.io.Tcp;
import dev.treadle.test.Simulation;
import dev.treadle.test.net.SimHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/// A server on a simulated host of its own, and clients on the test's.
final class Site {

  private static final int PORT = 80;

  private final SimHost host;
  private final Simulation simulation;
  private final HttpServer server;

  private Site(SimHost host, Simulation simulation, HttpServer server) {
    this.host = host;
    this.simulation = simulation;
    this.server = server;
  }

  /// Runs a test against a handler.
  static void run(Simulation simulation, Handler handler, Each<Site, Exception> test)
      throws Exception {
    run(simulation, settings -> settings, handler, test);
  }

  /// Runs a test against a handler and settings.
  static void run(
      Simulation simulation,
      UnaryOperator<ServerSettings> settings,
      Handler handler,
      Each<Site, Exception> test)
      throws Exception {
    var host = simulation.network().host("server");
    var opened = new CompletableFuture<HttpServer>();
    var thread = simulation.startOn(host, "serves", () -> serve(host, settings, handler, opened));
    var server = opened.get();
    try {
      test.accept(new Site(host, simulation, server));
    } finally {
      server.close();
      thread.join();
    }
  }

  private static void serve(
      SimHost host,
      UnaryOperator<ServerSettings> settings,
      Handler handler,
      CompletableFuture<HttpServer> opened) {
    try (var server =
        HttpServer.open(new InetSocketAddress(host.address(), PORT), settings, handler)) {
      opened.complete(server);
      server.serve();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  RawClient connect() throws IOException {
    return new RawClient(Tcp.connect(new InetSocketAddress(host.address(), PORT)));
  }

  HttpServer server() {
    return server;
  }

  SimHost host() {
    return host;
  }

  Simulation simulation() {
    return simulation;
  }
}
