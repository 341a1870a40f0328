package dev.treadle.http.client;

import dev.treadle.http.HttpParseException;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.Url;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Goes where answers send it (RFC 9110 section 15.4).
final class Redirects implements Transport {

  /// What is for the server that was asked and for nobody else.
  private static final List<String> PRIVATE =
      List.of("authorization", "cookie", "cookie2", "proxy-authorization", "www-authenticate");

  /// What says something of content that is not sent any more.
  private static final List<String> OF_CONTENT =
      List.of(
          "content-type",
          "content-length",
          "content-encoding",
          "content-language",
          "content-location",
          "transfer-encoding",
          "expect");

  private final Transport next;
  private final int max;
  private final boolean downgrades;
  private final Consumer<ClientEvent> events;

  Redirects(Transport next, ClientSettings settings, Consumer<ClientEvent> events) {
    this.next = next;
    this.max = settings.maxRedirects;
    this.downgrades = settings.downgrades;
    this.events = events;
  }

  /// Where a call has been: what was asked, and with which cookies, because a server may send a
  /// client to the same place to give it one.
  private record Visit(Method method, Url url) {}

  @Override
  public Reply send(Request request) throws IOException {
    var reply = next.send(request);
    if (max == 0 || !request.followsRedirects() || !isRedirect(reply)) {
      return reply;
    }
    return follow(request, reply);
  }

  private static boolean isRedirect(Reply reply) {
    return switch (reply.status().code()) {
      case 301, 302, 303, 307, 308 -> reply.headers().contains("location");
      default -> false;
    };
  }

  private Reply follow(Request first, Reply firstReply) throws IOException {
    var visits = new HashSet<Visit>();
    visits.add(visit(first));
    var request = first;
    var reply = firstReply;
    for (int count = 1; isRedirect(reply); count++) {
      var status = reply.status();
      var location = reply.headers().first("location");
      boolean gaveCookies = reply.headers().contains("set-cookie");
      Drain.thenClose(reply);
      if (count > max) {
        throw bad("expected at most %d redirects from %s, found more".formatted(max, first));
      }
      var before = request;
      request = redirected(before, status, String.valueOf(location));
      requireNew(visits, request, gaveCookies);
      events.accept(new ClientEvent.Redirected(before, status, request.url()));
      reply = next.send(request);
    }
    return reply;
  }

  private static Visit visit(Request request) {
    return new Visit(request.method(), request.url().withoutFragment().normalise());
  }

  private static void requireNew(Set<Visit> visits, Request request, boolean gaveCookies)
      throws HttpException {
    if (gaveCookies) {
      visits.clear();
    }
    if (!visits.add(visit(request))) {
      throw bad("expected redirects to end, found that they go round in circles: " + request);
    }
  }

  private Request redirected(Request request, Status status, String location) throws HttpException {
    var target = target(request, location);
    boolean toGet = becomesGet(request.method(), status);
    var redirected = toGet ? withoutContent(request) : request;
    if (!toGet && !request.content().isRepeatable()) {
      throw bad(
          "expected content that can be sent again to %s, found that it cannot (%s)"
              .formatted(target, status));
    }
    var there = redirected.withUrl(target);
    return isSameOrigin(request.url(), target) ? there : stripped(there);
  }

  private Url target(Request request, String location) throws HttpException {
    Url target;
    try {
      target = withFragment(request.url(), request.url().resolve(Url.tidy(asWritten(location))));
    } catch (HttpParseException malformed) {
      throw new HttpException.BadRedirect(
          "expected a URL in the Location of %s: %s".formatted(request, malformed.getMessage()),
          malformed);
    }
    if (!target.scheme().equals("http") && !target.scheme().equals("https")) {
      throw bad("expected a redirect to http or https, found '%s'".formatted(target.scheme()));
    }
    if (request.url().isSecure() && !target.isSecure() && !downgrades) {
      throw bad(
          "expected a redirect from https to https, found one to %s: it would not be secret any more"
              .formatted(target.origin()));
    }
    return target;
  }

  /// A target without a fragment has that of what was asked (RFC 9110 section 10.2.2).
  private static Url withFragment(Url asked, Url target) throws HttpParseException {
    var bare = target.withoutUserInfo();
    return asked.fragment() == null || bare.fragment() != null
        ? bare
        : bare.resolve("#" + asked.fragment());
  }

  /// Headers are read as ISO 8859-1, but servers that do not encode a URL write it as UTF-8, which
  /// is what browsers expect.
  private static String asWritten(String location) {
    try {
      var octets = ByteBuffer.wrap(location.getBytes(StandardCharsets.ISO_8859_1));
      return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
    } catch (CharacterCodingException _) {
      return location;
    }
  }

  /// 301 and 302 as everybody has it: only POST becomes GET.
  private static boolean becomesGet(Method method, Status status) {
    return switch (status.code()) {
      case 301, 302 -> method.equals(Method.POST);
      case 303 -> !method.equals(Method.GET) && !method.equals(Method.HEAD);
      default -> false;
    };
  }

  private static Request withoutContent(Request request) {
    var headers = request.headers();
    for (var name : OF_CONTENT) {
      headers = headers.without(name);
    }
    return request.withMethod(Method.GET).withContent(Content.none()).withHeaders(headers);
  }

  private static boolean isSameOrigin(Url one, Url other) {
    return one.origin().equals(other.origin());
  }

  private static Request stripped(Request request) {
    var headers = request.headers();
    for (var name : PRIVATE) {
      headers = headers.without(name);
    }
    return request.withHeaders(headers.without("host")).withAuth(Auth.none());
  }

  private static HttpException.BadRedirect bad(String message) {
    return new HttpException.BadRedirect(message, null);
  }
}
