package dev.treadle.examples.scout.live;

import dev.treadle.Each;
import dev.treadle.TaskGroup;
import dev.treadle.http.Form;
import dev.treadle.http.Method;
import dev.treadle.http.client.Content;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.client.Request;
import dev.treadle.http.client.Response;
import dev.treadle.http.server.Handler;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.sse.EventStreamParser;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.io.Tcp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A test's look at the live page, and a site that it can have crawled.
final class Visit {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final LivePage page;
  private final String site;
  private final HttpClient client;

  private Visit(LivePage page, String site, HttpClient client) {
    this.page = page;
    this.site = site;
    this.client = client;
  }

  /// Runs a test while the page and the site are served, on any ports.
  static void run(Handler site, Each<Visit, Exception> test) throws IOException {
    try (var server = HttpServer.open(0, site)) {
      LivePage.run(
          0,
          page ->
              TaskGroup.run(tasks -> {
                var _ = tasks.startDaemon("site", server::serve);
                var address = "http://127.0.0.1:" + server.port() + "/";
                try (var client = HttpClient.open(s -> s.withBase(page.address()))) {
                  test.accept(new Visit(page, address, client));
                }
              }));
    }
  }

  LivePage page() {
    return page;
  }

  /// The site's address.
  String site() {
    return site;
  }

  /// The site's host, as crawls call it.
  String host() {
    return site.replaceAll("^http://|/$", "");
  }

  Response get(String path) throws IOException {
    return client.get(path);
  }

  JsonNode json(String path) throws IOException {
    return JSON.readTree(client.get(path).text());
  }

  static JsonNode json(ServerSentEvent event) {
    return JSON.readTree(event.data());
  }

  Response post(String path, String... form) throws IOException {
    return client.post(path, Content.form(Form.of(form)));
  }

  Request request(Method method, String path) {
    return client.request(method, path);
  }

  Response send(Request request) throws IOException {
    return client.send(request);
  }

  /// Starts a crawl of the site and returns its number.
  int crawl() throws IOException {
    var answer = post("/crawls", "url", site);
    return JSON.readTree(answer.raiseForStatus().text()).get("id").asInt();
  }

  /// Listens to a crawl until the page has no more to say.
  List<ServerSentEvent> events(int crawl) throws IOException {
    return events(request(Method.GET, "/crawls/" + crawl + "/events"));
  }

  List<ServerSentEvent> events(Request request) throws IOException {
    var heard = new ArrayList<ServerSentEvent>();
    listen(request, heard);
    return heard;
  }

  /// Listens until the page has no more to say.
  ///
  /// @param into what is heard
  void listen(Request request, List<ServerSentEvent> into) throws IOException {
    listen(client, request, into);
  }

  static void listen(HttpClient client, Request request, List<ServerSentEvent> into)
      throws IOException {
    client.stream(
        request,
        answer -> {
          var parser = EventStreamParser.create();
          var piece = ByteBuffer.allocate(4096);
          while (answer.raiseForStatus().read(piece.clear()) >= 0) {
            piece.flip();
            for (var event = parser.next(piece); event != null; event = parser.next(piece)) {
              into.add(event);
            }
          }
          return into.size();
        });
  }

  static List<ServerSentEvent> of(String kind, List<ServerSentEvent> events) {
    return events.stream().filter(event -> kind.equals(event.event())).toList();
  }

  /// Sends a request as it is, and returns all that comes.
  String raw(String request) throws IOException {
    int port = Integer.parseInt(page.address().replaceAll(".*:", ""));
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (var stream = Tcp.connect(address)) {
      stream.write(ByteBuffer.wrap(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
      var heard = new StringBuilder();
      var piece = ByteBuffer.allocate(4096);
      while (stream.read(piece.clear()) >= 0) {
        heard.append(StandardCharsets.UTF_8.decode(piece.flip()));
      }
      return heard.toString();
    }
  }
}
