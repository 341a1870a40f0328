package dev.treadle.http.server;

import dev.treadle.http.EntityTag;
import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Preconditions;
import dev.treadle.http.Status;

/// The conditions of requests (RFC 9110 section 13), as far as an answer says whether they are met.
///
/// Only those of GET and HEAD: whoever changes something has to look at them before, and not here,
/// behind it.
final class Conditions {

  private Conditions() {}

  /// Returns the answer, or one that says that the client has it already, or should not.
  ///
  /// @param compresses whether the answer would be compressed for those who ask. Then a 304 has the
  ///   fields of the compressed one (RFC 9110 section 15.4.5)
  static Response apply(Request request, Response response, boolean compresses) {
    var headers = response.headers();
    boolean named = headers.contains("ETag") || headers.contains("Last-Modified");
    if (!named || !reads(request) || !response.status().equals(Status.OK)) {
      return response;
    }
    return switch (of(headers).evaluate(request.method(), request.headers())) {
      case PROCEED -> response;
      case NOT_MODIFIED ->
          empty(
              compresses ? Compression.announced(request, response) : response,
              Status.NOT_MODIFIED);
      case FAILED -> empty(response, Status.PRECONDITION_FAILED);
    };
  }

  static boolean reads(Request request) {
    return request.method().equals(Method.GET) || request.method().equals(Method.HEAD);
  }

  static Preconditions of(Headers headers) {
    var tag = headers.first("ETag");
    return Preconditions.of(
        tag == null ? null : EntityTag.parse(tag).orElse(null),
        headers.date("Last-Modified").orElse(null));
  }

  private static Response empty(Response response, Status status) {
    return response
        .withStatus(status)
        .withHeaders(response.headers().without("Content-Type").without("Content-Encoding"))
        .withContent(Content.NONE);
  }
}
