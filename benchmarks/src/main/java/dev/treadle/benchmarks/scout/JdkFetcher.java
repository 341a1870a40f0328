package dev.treadle.benchmarks.scout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Asks for addresses by the JDK's client, with limits, deadlines and further attempts.
final class JdkFetcher {

  private static final int ATTEMPTS = 3;
  private static final int MAX_BYTES = 4 << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final HttpClient client;

  JdkFetcher(HttpClient client) {
    this.client = client;
  }

  /// The page has more bytes than are read.
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;

    TooLong(IOException cause) {
      super("the page is too long", cause);
    }
  }

  /// Asks until there is an answer or it is not worth another attempt.
  HttpResponse<byte[]> fetch(URI uri, boolean isRead, Semaphore host, Semaphore total)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        var answer = attempt(uri, isRead, host, total);
        if (!isBusy(answer.statusCode()) || attempt == ATTEMPTS) {
          return answer;
        }
      } catch (TooLong longer) {
        throw longer;
      } catch (IOException failed) {
        if (attempt == ATTEMPTS) {
          throw failed;
        }
      }
      Thread.sleep(FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
    }
  }

  private HttpResponse<byte[]> attempt(URI uri, boolean isRead, Semaphore host, Semaphore total)
      throws IOException, InterruptedException {
    host.acquire();
    try {
      total.acquire();
      try {
        if (isRead) {
          return ask(uri, "GET");
        }
        var answer = ask(uri, "HEAD");
        return answer.statusCode() < 400 ? answer : ask(uri, "GET");
      } finally {
        total.release();
      }
    } finally {
      host.release();
    }
  }

  /// Asks once; the deadline is for all of the answer.
  HttpResponse<byte[]> ask(URI uri, String method) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", "benchmark/1")
            .build();
    var answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw new IOException("no complete answer in time", late);
    } catch (ExecutionException failed) {
      var cause = new IOException("no answer", failed.getCause());
      throw isTooLong(failed.getCause()) ? new TooLong(cause) : cause;
    }
  }

  private static boolean isTooLong(@Nullable Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("exceeds capacity")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBusy(int status) {
    return switch (status) {
      case 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  static boolean isPage(HttpHeaders headers) {
    return headers.firstValue("Content-Type").orElse("").startsWith("text/html");
  }

  /// Returns the content of an answer, unpacked.
  static byte[] content(HttpResponse<byte[]> answer) throws IOException {
    if (!answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
      return answer.body();
    }
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      return unpacked.readAllBytes();
    }
  }
}
