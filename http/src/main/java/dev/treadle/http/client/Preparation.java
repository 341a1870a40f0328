package dev.treadle.http.client;

import dev.treadle.CancelScope;
import dev.treadle.http.DeadlineHeader;
import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Completes the fields of a request when it is sent: those that every request has, and how much
/// time is left.
final class Preparation implements Transport {

  private static final int EXPECTATION_FAILED = 417;

  private final Transport next;
  private final Headers usual;
  private final boolean unpacks;
  private final boolean sendsDeadline;

  /// Of requests that have nothing of their own, by authority.
  private final Recent<Headers> plainHeads = new Recent<>();

  Preparation(Transport next, ClientSettings settings) {
    this.next = next;
    this.usual = settings.headers;
    this.unpacks = settings.unpacks;
    this.sendsDeadline = settings.sendsDeadline;
  }

  /// A server that does not know how to be asked for its leave is sent the content without (RFC
  /// 9110 section 10.1.1).
  @Override
  public Reply send(Request request) throws IOException {
    var reply = sendOnce(request);
    boolean unasked =
        request.expectsContinue()
            && reply.status().code() == EXPECTATION_FAILED
            && request.content().isRepeatable();
    if (!unasked) {
      return reply;
    }
    Drain.thenClose(reply);
    return sendOnce(request.withoutExpectContinue());
  }

  private Reply sendOnce(Request request) throws IOException {
    var deadline = deadline();
    boolean plain =
        deadline == null
            && request.headers().isEmpty()
            && request.content() == Content.none()
            && !request.expectsContinue();
    var headers =
        plain
            ? plainHeads.get(request.url().authority(), _ -> headers(request, null))
            : headers(request, deadline);
    return next.send(request.withHeaders(headers));
  }

  private Headers headers(Request request, @Nullable String deadline) {
    var own = request.headers();
    var headers = Headers.builder();
    if (!own.contains("host")) {
      headers.add("Host", request.url().authority());
    }
    for (int i = 0; i < usual.size(); i++) {
      addUnlessIn(own, headers, usual.name(i), usual.value(i));
    }
    headers.addAll(own);
    Optional<MediaType> type = request.content().type();
    if (type.isPresent()) {
      addUnlessIn(own, headers, "Content-Type", type.get().toString());
    }
    if (unpacks && !own.contains("range")) {
      addUnlessIn(own, headers, "Accept-Encoding", "gzip, deflate");
    }
    if (request.expectsContinue()) {
      addUnlessIn(own, headers, "Expect", "100-continue");
    }
    addUnlessIn(own, headers, DeadlineHeader.NAME, deadline);
    return headers.build();
  }

  private static void addUnlessIn(
      Headers own, Headers.Builder headers, String name, @Nullable String value) {
    if (value != null && !own.contains(name)) {
      headers.add(name, value);
    }
  }

  private @Nullable String deadline() {
    if (!sendsDeadline) {
      return null;
    }
    var deadline = CancelScope.current().deadline();
    return deadline.isNever() ? null : DeadlineHeader.format(deadline.remaining());
  }
}
