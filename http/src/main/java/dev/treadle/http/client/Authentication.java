package dev.treadle.http.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Says who asks, and once more if the server asks back.
final class Authentication implements Transport {

  private static final int UNAUTHORIZED = 401;

  private final Transport next;

  Authentication(Transport next) {
    this.next = next;
  }

  @Override
  public Reply send(Request request) throws IOException {
    var auth = request.auth().orElse(null);
    if (auth == null || request.headers().contains("authorization")) {
      return next.send(request);
    }
    var value = auth.authorize(request.method(), request.url());
    var reply = next.send(value == null ? request : request.withHeader("Authorization", value));
    if (reply.status().code() != UNAUTHORIZED || !request.content().isRepeatable()) {
      return reply;
    }
    if (!isAskedAgain(auth, value, reply)) {
      return reply;
    }
    Drain.thenClose(reply);
    var other = auth.authorize(request.method(), request.url());
    return next.send(other == null ? request : request.withHeader("Authorization", other));
  }

  private static boolean isAskedAgain(Auth auth, @Nullable String refused, Reply reply)
      throws IOException {
    boolean known = false;
    try {
      boolean again = auth.challenged(refused, reply.headers());
      known = true;
      return again;
    } finally {
      if (!known) {
        reply.close();
      }
    }
  }
}
