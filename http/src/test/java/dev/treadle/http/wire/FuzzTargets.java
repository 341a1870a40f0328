package dev.treadle.http.wire;

import dev.treadle.http.ContentDisposition;
import dev.treadle.http.ContentRange;
import dev.treadle.http.Cookie;
import dev.treadle.http.EntityTag;
import dev.treadle.http.Form;
import dev.treadle.http.HttpDate;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.MediaType;
import dev.treadle.http.Quality;
import dev.treadle.http.Ranges;
import dev.treadle.http.SetCookie;
import dev.treadle.http.Url;
import dev.treadle.http.wire.FuzzTarget.Run;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// All parsers that read what comes from outside.
final class FuzzTargets {

  private static final List<String> FIELD_WORDS =
      List.of(
          "\r\n",
          "\r\n\r\n",
          ": ",
          ":",
          " ",
          "\t",
          ",",
          ";",
          "Host",
          "Host: a\r\n",
          "a.b:80",
          "Content-Length",
          "Content-Length: 5\r\n",
          "Transfer-Encoding",
          "chunked",
          "gzip",
          "Transfer-Encoding: chunked\r\n",
          "Connection: ",
          "close",
          "keep-alive",
          "upgrade",
          "Expect: 100-continue\r\n",
          "X: y\r\n",
          "\n",
          "\r",
          "\0");

  static final List<FuzzTarget> ALL =
      List.of(
          new FuzzTarget(
              "request heads",
              List.of(
                  Wire.head("GET /a/b%20c?d=e HTTP/1.1", "Host: example.com", "Accept: */*"),
                  Wire.head("POST http://a:80/ HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"),
                  Wire.head("CONNECT [::1]:443 HTTP/1.1", "Host: a", "Content-Length: 5"),
                  Wire.head("OPTIONS * HTTP/1.0", "Connection: keep-alive, upgrade", "Upgrade: x"),
                  "\r\n" + Wire.head("PUT / HTTP/1.1", "Host:", "Expect: 100-continue", "A:\t b ")),
              with(
                  FIELD_WORDS,
                  "GET",
                  "POST",
                  "CONNECT",
                  "OPTIONS",
                  "*",
                  "/",
                  "?",
                  "http://",
                  "HTTP/1.1",
                  "HTTP/1.0",
                  "HTTP/2.0",
                  "GET / HTTP/1.1\r\nHost: a\r\n",
                  "%41",
                  "%"),
              FuzzTargets::requests),
          new FuzzTarget(
              "response heads",
              List.of(
                  Wire.head("HTTP/1.1 200 OK", "Content-Length: 5", "Content-Type: text/plain"),
                  Wire.head("HTTP/1.1 100 Continue")
                      + Wire.head("HTTP/1.0 404", "Connection: close"),
                  Wire.head("HTTP/1.1 101 x", "Upgrade: websocket", "Connection: upgrade")),
              with(
                  FIELD_WORDS,
                  "HTTP/1.1",
                  "HTTP/1.0",
                  " 200 ",
                  "204",
                  "304",
                  "OK",
                  "HTTP/1.1 200 OK\r\n"),
              FuzzTargets::responses),
          new FuzzTarget(
              "chunks",
              List.of(
                  "5\r\nhello\r\n0\r\n\r\n",
                  "5;a=\"b\"\r\nhello\r\n00\r\nA: b\r\n\r\nrest",
                  "7fffffffffffffff\r\nx"),
              with(
                  FIELD_WORDS,
                  "0\r\n",
                  "5\r\nhello\r\n",
                  ";a=b",
                  "ffffffffffffffff",
                  "1",
                  "a",
                  "hello"),
              FuzzTargets::chunks),
          new FuzzTarget(
              "multipart",
              List.of(
                  "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--xyz--\r\n",
                  "x\r\n--xyz\r\n\r\n\r\n--xyz\r\nA: b\r\n\r\n\r\n--xy\r\n--xyz--"),
              List.of(
                  "--xyz",
                  "\r\n--xyz",
                  "\r\n--xyz\r\n",
                  "--",
                  "-",
                  "\r\n",
                  "\r",
                  "\n",
                  "xyz",
                  "A: b",
                  "\r\n\r\n",
                  "Content-Disposition: form-data; ",
                  "name=\"a\"",
                  "filename*=UTF-8''%41"),
              FuzzTargets::multipart),
          text(
              "cookies",
              FuzzTargets::cookies,
              List.of("a=b; c=d", "a=\"b c\";; =x; y"),
              List.of("a", "=", ";", "; ", "\"", " ", ",")),
          text(
              "set-cookies",
              FuzzTargets::setCookies,
              List.of(
                  "__Host-a=b; Path=/; Secure; HttpOnly; SameSite=Lax; Partitioned",
                  "a=b; Expires=Wed, 09 Jun 2021 10:18:14 GMT; Max-Age=5; Domain=.x.y"),
              List.of(
                  "__Secure-",
                  "__Host-",
                  "; ",
                  "=",
                  "Path=/",
                  "Domain=",
                  "Secure",
                  "Max-Age=",
                  "-",
                  "99999999999",
                  "Expires=",
                  "Jun",
                  "09",
                  "2021",
                  "69",
                  "10:18:14",
                  "24:60:60",
                  "SameSite=None")),
          text(
              "forms",
              FuzzTargets::forms,
              List.of("a=b&c=d%20e+f", "%C3%A9=%FF&&=&x"),
              List.of("a", "=", "&", "+", "%", "%41", "%C3%A9", "%f")),
          text(
              "URLs",
              FuzzTargets::urls,
              List.of(
                  "http://user:pw@example.com:8080/a/../b;c?d=e&f#g",
                  "https://[2001:db8::1]/%41",
                  "//a/b",
                  "../a?b",
                  "http://1.2.3.4/",
                  "http://b\u00fccher.example/"),
              List.of(
                  "http://", "https:", "//", "/", "..", ".", "?", "#", "@", ":", "[", "]", "::1",
                  "%41", "%", "a", "1.2.3.4", "0x7f", "xn--", "\u00e9", "\u3002", "255", "65536")),
          text(
              "ranges",
              FuzzTargets::ranges,
              List.of("bytes=0-4,7-,-3", "bytes 0-4/10", "bytes */10"),
              List.of("bytes=", "bytes ", "-", ",", "0", "9", "999999999999999999", "/", "*", " ")),
          text(
              "media types",
              FuzzTargets::mediaTypes,
              List.of("text/html; charset=utf-8", "a/b;c=\"d\\\"e\";f=g", "*/*;q=0.5, text/*"),
              List.of(
                  "text/html",
                  "/",
                  ";",
                  "; ",
                  "=",
                  "\"",
                  "\\",
                  "charset=",
                  "q=",
                  "0.5",
                  ",",
                  "*",
                  "utf-8")),
          text(
              "dates",
              FuzzTargets::dates,
              List.of(
                  "Sun, 06 Nov 1994 08:49:37 GMT",
                  "Sunday, 06-Nov-94 08:49:37 GMT",
                  "Sun Nov  6 08:49:37 1994"),
              List.of(
                  "Sun",
                  "Sunday",
                  ", ",
                  " ",
                  "-",
                  "06",
                  "Nov",
                  "1994",
                  "94",
                  "08:49:37",
                  ":",
                  "GMT",
                  "31",
                  "Feb")),
          text(
              "dispositions and tags",
              FuzzTargets::dispositionsAndTags,
              List.of(
                  "form-data; name=\"a\"; filename=\"b.txt\"",
                  "attachment; filename*=UTF-8''%e2%82%ac",
                  "W/\"x\", \"y,z\""),
              List.of(
                  "form-data",
                  "; ",
                  "name=",
                  "filename=",
                  "filename*=",
                  "UTF-8''",
                  "%41",
                  "\"",
                  "\\",
                  "W/",
                  ",")));

  private FuzzTargets() {}

  private static List<String> with(List<String> words, String... more) {
    return java.util.stream.Stream.concat(words.stream(), java.util.stream.Stream.of(more))
        .toList();
  }

  @FunctionalInterface
  private interface TextRun {
    String of(String text) throws HttpParseException;
  }

  /// Of a parser that gets all at once.
  private static FuzzTarget text(String name, TextRun run, List<String> seeds, List<String> words) {
    Run whole = (input, piece) -> run.of(new String(input, StandardCharsets.ISO_8859_1));
    return new FuzzTarget(name, seeds, words, whole);
  }

  @FunctionalInterface
  private interface Feed {
    void take(ByteBuffer in) throws HttpParseException;
  }

  private static void feed(byte[] input, int piece, Feed feed) throws HttpParseException {
    for (int at = 0; at < input.length; at += piece) {
      feed.take(ByteBuffer.wrap(input, at, Math.min(piece, input.length - at)));
    }
  }

  private static String requests(byte[] input, int piece) throws HttpParseException {
    var parser = new RequestHeadParser(new MessageLimits(512, 1024, 20));
    var seen = new StringBuilder();
    feed(
        input,
        piece,
        in -> {
          while (in.hasRemaining()) {
            var head = parser.parse(in);
            if (head != null) {
              describe(seen, head);
            }
          }
        });
    return seen + (parser.isInside() ? " more" : " end");
  }

  private static void describe(StringBuilder seen, RequestHead head) {
    seen.append(head.method())
        .append(' ')
        .append(head.targetForm())
        .append(' ')
        .append(head.target());
    seen.append(' ')
        .append(head.path())
        .append(' ')
        .append(head.query())
        .append(' ')
        .append(head.authority());
    seen.append(' ').append(head.framing()).append(head.keepAlive()).append(head.expectsContinue());
    seen.append(head.upgrades()).append(head.headers()).append('\n');
    check(head.headers().all("Content-Length").size() <= 1, "one length");
    check(head.headers().all("Host").size() <= 1, "one host");
  }

  private static String responses(byte[] input, int piece) throws HttpParseException {
    var parser = new ResponseHeadParser(new MessageLimits(512, 1024, 20));
    var seen = new StringBuilder();
    feed(
        input,
        piece,
        in -> {
          while (in.hasRemaining()) {
            var head = parser.parse(in);
            if (head != null) {
              var framing = head.framing(dev.treadle.http.Method.GET);
              seen.append(head)
                  .append(framing)
                  .append(head.keepAlive(framing))
                  .append(head.headers());
            }
          }
        });
    return seen + (parser.isInside() ? " more" : " end");
  }

  private static String chunks(byte[] input, int piece) throws HttpParseException {
    var decoder = BodyDecoder.of(BodyFraming.CHUNKED, new MessageLimits(512, 256, 5));
    var seen = ByteBuffer.allocate(input.length);
    int[] behind = new int[1];
    feed(
        input,
        piece,
        in -> {
          decoder.decode(in, seen);
          behind[0] += in.remaining();
        });
    return Wire.written(seen) + decoder.isDone() + decoder.trailers() + behind[0];
  }

  private static String multipart(byte[] input, int piece) throws HttpParseException {
    var decoder =
        MultipartDecoder.of(MediaType.of("a/b; boundary=xyz"), 5, new MessageLimits(512, 256, 5));
    var seen = new StringBuilder();
    var out = ByteBuffer.allocate(1 + piece % 61);
    feed(
        input,
        piece,
        in -> {
          MultipartDecoder.Event event;
          do {
            event = decoder.next(in, out.clear());
            switch (event) {
              case PART -> seen.append(decoder.headers()).append(decoder.disposition()).append('=');
              case CONTENT -> seen.append(Wire.written(out));
              case PART_END -> seen.append('$');
              case MORE, END -> check(!in.hasRemaining(), "all was read");
            }
          } while (event != MultipartDecoder.Event.MORE && event != MultipartDecoder.Event.END);
        });
    return seen.toString();
  }

  private static String cookies(String text) {
    var cookies = Cookie.parse(List.of(text));
    check(Cookie.parse(List.of(Cookie.format(cookies))).equals(cookies), "cookies are read back");
    return cookies.toString();
  }

  private static String setCookies(String text) {
    var received = SetCookie.parse(text);
    received.ifPresent(cookie ->
        check(
            Cookie.parse(List.of(Cookie.format(List.of(cookie.cookie()))))
                .contains(cookie.cookie()),
            "sent back"));
    return received.toString();
  }

  private static String forms(String text) throws HttpParseException {
    var form = Form.parse(text, 50);
    check(Form.parse(form.format()).equals(form), "a form is read back");
    return form.toString();
  }

  private static String urls(String text) throws HttpParseException {
    var base = Url.of("http://h/a/b?c");
    var resolved = base.resolve(text);
    check(Url.parse(resolved.toString()).equals(resolved.withoutUserInfo()), "a URL is read back");
    var normal = resolved.normalise();
    check(normal.normalise().equals(normal), "normal stays normal");
    check(Url.tidy(resolved.toString()).equals(resolved.toString()), "tidy stays tidy");
    new HeadWriter.RequestLine(dev.treadle.http.Method.GET, resolved.target());
    return resolved + " " + normal + " " + resolved.params();
  }

  private static String ranges(String text) {
    var ranges = Ranges.parse(text);
    ranges.ifPresent(
        each -> check(Ranges.parse(each.toString()).equals(ranges), "ranges are read back"));
    var content = ContentRange.parse(text);
    content.ifPresent(
        each -> check(ContentRange.parse(each.toString()).equals(content), "a range is read back"));
    return ranges.map(each -> each.satisfy(10) + "").orElse("none") + content;
  }

  private static String mediaTypes(String text) {
    var type = MediaType.parse(text);
    type.ifPresent(
        each -> check(MediaType.parse(each.toString()).equals(type), "a media type is read back"));
    type.ifPresent(MediaType::charset);
    return type
        + " "
        + Quality.parse(List.of(text))
        + MediaType.negotiate(List.of(text), List.of(MediaType.HTML));
  }

  private static String dates(String text) {
    var date = HttpDate.parse(text);
    date.ifPresent(
        each -> check(HttpDate.parse(HttpDate.format(each)).equals(date), "a date is read back"));
    return date.toString();
  }

  private static String dispositionsAndTags(String text) {
    var disposition = ContentDisposition.parse(text);
    disposition
        .map(ContentDisposition::toString)
        .ifPresent(each ->
            check(ContentDisposition.parse(each).isPresent(), "a disposition is read back"));
    Optional<EntityTag> tag = EntityTag.parse(text);
    tag.ifPresent(
        each -> check(EntityTag.parse(each.toString()).equals(tag), "a tag is read back"));
    return disposition + " " + tag;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("expected that " + what);
    }
  }
}
