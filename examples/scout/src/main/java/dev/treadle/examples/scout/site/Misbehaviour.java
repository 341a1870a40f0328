package dev.treadle.examples.scout.site;

import dev.treadle.CancelScope;
import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.server.Handler;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import dev.treadle.http.server.ResponseWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/// What the pages about trouble lead to.
///
/// What recovers, or is cut once, begins anew after it has been well: the next crawl finds it as
/// the last one did.
final class Misbehaviour {

  /// More than crawlers take, as a rule.
  private static final int HUGE = 5 << 20;

  private static final Duration TRICKLE = Duration.ofMillis(250);

  /// For two minutes, which is longer than anybody waits.
  private static final int DROPS = 480;

  private static final int LOOP = 3;
  private static final int CHAIN = 4;

  private final boolean delays;

  Misbehaviour(SiteSettings settings) {
    this.delays = settings.delays();
  }

  void addTo(Map<String, Handler> handlers) {
    for (int i = 1; i <= Topics.SLOW_PAGES; i++) {
      var time = Duration.ofMillis((long) i * Topics.SLOWER_MILLIS);
      handlers.put(Topics.slowPath(i), _ -> slow(time));
    }
    addRedirects(handlers);
    addFailures(handlers);
    addSizes(handlers);
    handlers.put("/trouble/no-head", Misbehaviour::noHead);
    handlers.put("/trouble/latin-1", _ -> latin("text/html; charset=iso-8859-1", ""));
    handlers.put(
        "/trouble/latin-1-by-itself",
        _ ->
            latin(
                "text/html",
                "<meta http-equiv=\"content-type\" content=\"text/html; charset=iso-8859-1\">\n"));
  }

  private Response slow(Duration time) {
    if (delays) {
      Treadle.sleep(time);
    }
    return plain("Slow");
  }

  private static Response plain(String title) {
    return Response.html(Frame.end(Frame.begin(title, List.of())));
  }

  // --- Redirects

  private static void addRedirects(Map<String, Handler> handlers) {
    handlers.put("/trouble/moved-301", moved(301, "/shop/"));
    handlers.put("/trouble/moved-302", moved(302, "/docs/"));
    handlers.put("/trouble/moved-303", moved(303, "../journal/"));
    handlers.put("/trouble/moved-307", moved(307, "slow"));
    handlers.put("/trouble/moved-308", moved(308, "http://{here}/trouble/sizes"));
    handlers.put("/trouble/moved-to-place", moved(302, "/docs/#care"));
    handlers.put("/trouble/moved-to-host", moved(302, "http://{there}/trouble/elsewhere"));
    handlers.put("/trouble/moved-to-nothing", moved(302, "/trouble/nowhere"));
    handlers.put("/trouble/moved-badly", moved(302, "http://[no-address"));
    for (int i = 1; i <= CHAIN; i++) {
      handlers.put("/trouble/chain-" + i, moved(301, i < CHAIN ? "chain-" + (i + 1) : "chain-end"));
    }
    for (int i = 1; i <= LOOP; i++) {
      handlers.put("/trouble/loop-" + i, moved(302, "loop-" + (i % LOOP + 1)));
    }
    handlers.put("/trouble/loop-self", moved(302, "/trouble/loop-self"));
  }

  private static Handler moved(int status, String location) {
    return request ->
        Response.redirect(Names.of(request).fill(location)).withStatus(Status.of(status));
  }

  // --- Failures

  private void addFailures(Map<String, Handler> handlers) {
    var busy = delays ? ErrorPages.BUSY.withHeader("Retry-After", "1") : ErrorPages.BUSY;
    handlers.put("/trouble/recovers-500", recovering(1, ErrorPages.FAILED));
    handlers.put("/trouble/recovers-503", recovering(1, busy));
    handlers.put("/trouble/recovers-503-late", recovering(2, busy));
    handlers.put("/trouble/cut-once", recovering(1, cut()));
    handlers.put("/trouble/cut", _ -> cut());
    handlers.put("/trouble/reset", Misbehaviour::reset);
    handlers.put("/trouble/fails", _ -> ErrorPages.FAILED);
    handlers.put("/trouble/gone", _ -> ErrorPages.GONE);
    handlers.put("/trouble/forbidden", _ -> ErrorPages.FORBIDDEN);
    handlers.put("/trouble/members", _ -> ErrorPages.MEMBERS);
  }

  /// Answers so many times with something else, then well, and so on.
  private static Handler recovering(int failures, Response failure) {
    var asked = new AtomicInteger();
    return _ ->
        Math.floorMod(asked.getAndIncrement(), failures + 1) < failures ? failure : plain("Well");
  }

  /// The connection ends in the middle of the page.
  private static Response cut() {
    return Response.stream(MediaType.HTML, Misbehaviour::cutShort).withoutCompression();
  }

  private static void cutShort(ResponseWriter writer) throws IOException {
    writer.write("<!doctype html><title>Cut</title><p>And then the");
    writer.flush();
    // A request that is cancelled when some of its answer was sent ends with its connection.
    CancelScope.current().cancel("the page is to be cut");
    Treadle.sleep(TRICKLE);
  }

  /// The connection is reset in the middle of the page.
  private static Response reset(Request request) {
    return Response.stream(
            MediaType.HTML,
            writer -> {
              writer.write("<!doctype html><title>Reset</title><p>And then");
              writer.flush();
              request.abort();
            })
        .withoutCompression();
  }

  // --- Sizes

  private void addSizes(Map<String, Handler> handlers) {
    handlers.put(
        "/trouble/huge",
        _ -> Response.stream(MediaType.HTML, HUGE, this::huge).withoutCompression());
    handlers.put(
        "/trouble/huge-unannounced",
        _ -> Response.stream(MediaType.HTML, this::huge).withoutCompression());
    handlers.put("/trouble/packed", Misbehaviour::packed);
    if (delays) {
      handlers.put(
          "/trouble/trickle",
          _ -> Response.stream(MediaType.HTML, this::trickle).withoutCompression());
    }
  }

  private void huge(ResponseWriter writer) throws IOException {
    var line = "<p>This page goes on and on, and nobody has ever seen its end.</p>\n";
    var piece = line.repeat(100).substring(0, 4096);
    for (int i = 0; i < HUGE / piece.length(); i++) {
      writer.write(piece);
    }
  }

  private void trickle(ResponseWriter writer) throws IOException {
    for (int i = 0; i < DROPS; i++) {
      writer.write("<p>drop");
      writer.flush();
      Treadle.sleep(TRICKLE);
    }
  }

  /// A page that was packed once and is sent so to all who take it.
  private static Response packed(Request request) {
    var page = Frame.end(Frame.begin("Packed", List.of()));
    var type = MediaType.HTML;
    return request.headers().containsElement("Accept-Encoding", "gzip")
        ? Response.bytes(type, gzip(page)).withHeader("Content-Encoding", "gzip")
        : Response.bytes(type, page.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var packing = new GZIPOutputStream(bytes)) {
      packing.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("could not pack a page", e);
    }
    return bytes.toByteArray();
  }

  // --- Others

  private static Response noHead(Request request) {
    return request.method().equals(Method.HEAD) ? ErrorPages.NO_HEAD : plain("Whole");
  }

  private static Response latin(String type, String meta) {
    var page =
        """
        <!doctype html>
        <html lang="de"><head>
        %s<title>Die Straße</title></head>
        <body><p>Größe und Länge. <a href="/trouble/straße">Die Straße</a></p></body></html>
        """
            .formatted(meta);
    return Response.bytes(MediaType.of(type), page.getBytes(StandardCharsets.ISO_8859_1))
        .withoutCompression();
  }
}
