package dev.treadle.http.client;

import dev.treadle.http.Url;
import java.io.IOException;

/// Sends cookies, and keeps those that come.
final class Cookies implements Transport {

  private final Transport next;
  private final CookieJar jar;

  Cookies(Transport next, CookieJar jar) {
    this.next = next;
    this.jar = jar;
  }

  @Override
  public Reply send(Request request) throws IOException {
    var value = jar.header(request.url());
    var own = request.headers().first("cookie");
    var all = value == null || own == null ? value : own + "; " + value;
    var reply = next.send(all == null ? request : request.withHeader("Cookie", all));
    if (reply.headers().contains("set-cookie")) {
      store(request.url(), reply);
    }
    return reply;
  }

  /// The jar may ask somebody else's list, which may fail.
  private void store(Url url, Reply reply) {
    boolean stored = false;
    try {
      jar.store(url, reply.headers());
      stored = true;
    } finally {
      if (!stored) {
        reply.close();
      }
    }
  }
}
