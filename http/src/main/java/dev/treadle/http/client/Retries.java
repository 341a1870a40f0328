package dev.treadle.http.client;

import dev.treadle.Body;
import dev.treadle.retry.Retry;
import java.io.IOException;

/// Tries calls again that may be made twice.
final class Retries {

  private Retries() {}

  private static boolean canRepeat(Request request) {
    return request.method().isIdempotent() && request.content().isRepeatable();
  }

  /// Whether a status says that things may be different in a moment.
  private static boolean isPassing(int status) {
    return switch (status) {
      case 429, 502, 503, 504 -> true;
      default -> false;
    };
  }

  static Response call(Retry retry, Request request, Body<Response, IOException> call)
      throws IOException {
    if (!canRepeat(request)) {
      return call.run();
    }
    try {
      return retry.call(() -> {
        var response = call.run();
        return isPassing(response.status().code()) ? response.raiseForStatus() : response;
      });
    } catch (HttpException.BadStatus last) {
      return last.response();
    }
  }

  /// Of a stream the head only: its content is the block's, which cannot be run twice.
  static Reply open(Retry retry, Request request, Body<Reply, IOException> call)
      throws IOException {
    return canRepeat(request) ? retry.call(call) : call.run();
  }
}
