package dev.treadle.examples.scout;

import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import dev.treadle.test.Simulation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/// A site of a dozen pages that lead to each other at random, some of which are bad, on a host of
/// its own in a simulation; and another host that it leads to.
final class RandomSite implements AutoCloseable {

  static final String SITE = "http://site/";
  static final String OTHER = "http://other/";

  private static final int PAGES = 12;

  /// Answers that break off are what this is about: nobody has to read of each.
  private static final Logger SERVER = Logger.getLogger("dev.treadle.http.server");

  static {
    SERVER.setLevel(Level.OFF);
  }

  /// What asking for a page is like.
  enum Kind {
    FINE,
    MISSING,
    REDIRECT,
    /// It fails twice, and is fine then.
    RECOVERS,
    FAILS,
    STALLS,
    RESETS,
    TRICKLES
  }

  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final Map<String, List<String>> links = new LinkedHashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final List<HttpServer> servers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private RandomSite(RandomGenerator random) {
    for (int i = 0; i < PAGES; i++) {
      add(SITE + i, random);
      add(OTHER + i, random);
    }
    kinds.put(SITE + 0, Kind.FINE);
  }

  private void add(String url, RandomGenerator random) {
    var all = Kind.values();
    kinds.put(url, random.nextInt(3) > 0 ? Kind.FINE : all[random.nextInt(all.length)]);
    var targets = new TreeSet<String>();
    for (int i = 0; i < 4; i++) {
      var host = random.nextInt(5) == 0 ? OTHER : SITE;
      targets.add(host + random.nextInt(PAGES));
    }
    links.put(url, List.copyOf(targets));
  }

  static RandomSite start(Simulation simulation) throws Exception {
    var site = new RandomSite(simulation.random());
    site.serve(simulation, "site");
    site.serve(simulation, "other");
    return site;
  }

  private void serve(Simulation simulation, String name) throws Exception {
    var host = simulation.network().host(name);
    var opened = new CompletableFuture<HttpServer>();
    threads.add(
        simulation.startOn(
            host,
            name,
            () -> {
              try (var server =
                  HttpServer.open(
                      new InetSocketAddress(host.address(), 80),
                      settings -> settings.withTimeouts(t -> t.withGrace(Duration.ofMillis(1))),
                      request -> answer(name, request))) {
                opened.complete(server);
                server.serve();
              } catch (IOException failure) {
                throw new UncheckedIOException(failure);
              }
            }));
    servers.add(opened.get());
  }

  private Response answer(String host, Request request) {
    var url = "http://" + host + request.path();
    int times = asked.merge(url, 1, Integer::sum);
    return switch (kinds.getOrDefault(url, Kind.MISSING)) {
      case FINE -> page(url);
      case MISSING -> Response.of(Status.NOT_FOUND);
      case REDIRECT -> Response.redirect(links(url).getFirst());
      case RECOVERS -> times < 3 ? Response.of(Status.SERVICE_UNAVAILABLE) : page(url);
      case FAILS -> Response.of(Status.INTERNAL_SERVER_ERROR);
      case STALLS -> {
        Treadle.sleep(Duration.ofMinutes(1));
        yield page(url);
      }
      case RESETS -> broken();
      case TRICKLES -> trickling();
    };
  }

  private Response page(String url) {
    var html = new StringBuilder("<title>").append(url).append("</title>");
    links(url).forEach(link -> html.append("<a href=").append(link).append(">x</a>"));
    return Response.html(html.toString());
  }

  private static Response broken() {
    return Response.stream(
        MediaType.HTML,
        writer -> {
          writer.write("<a href=/0>");
          writer.flush();
          throw new IOException("the page breaks off");
        });
  }

  private static Response trickling() {
    return Response.stream(
        MediaType.HTML,
        writer -> {
          for (int i = 0; i < 100; i++) {
            writer.write("x");
            writer.flush();
            Treadle.sleep(Duration.ofMillis(500));
          }
        });
  }

  Kind kind(String url) {
    return kinds.getOrDefault(url, Kind.MISSING);
  }

  List<String> links(String url) {
    return links.getOrDefault(url, List.of());
  }

  /// How often an address has come to its server.
  Map<String, Integer> asked() {
    return asked;
  }

  @Override
  public void close() throws IOException {
    servers.forEach(HttpServer::close);
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      throw new InterruptedIOException("interrupted while its servers ended");
    }
  }
}
