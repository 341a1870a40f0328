package dev.treadle.examples.scout;

import dev.treadle.http.Status;
import dev.treadle.http.client.HttpException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says in words why an address could not be fetched.
final class Reasons {

  /// What the JDK puts before its words, for those who know the numbers of RFC 8446.
  private static final Pattern ALERT = Pattern.compile("^\\([a-z_]+\\) ");

  private Reasons() {}

  static String of(Exception failure) {
    return switch (failure) {
      case HttpException.BadStatus bad -> bad.status().toString();
      case HttpException.TimedOut slow -> "no complete answer within " + words(slow.limit());
      case HttpException.ConnectFailed no -> connecting(no);
      case HttpException.ConnectionLost _ -> "the connection broke before the answer was complete";
      case HttpException.Protocol wrong -> "what came is no HTTP: " + wrong.getMessage();
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static String connecting(HttpException.ConnectFailed failure) {
    if (find(failure, UnknownHostException.class) != null) {
      return "there is no such host";
    }
    var tls = find(failure, SSLException.class);
    return tls == null ? "nobody answers there" : of(tls);
  }

  static String of(SSLException failure) {
    var message = String.valueOf(failure.getMessage());
    return "TLS failed: " + ALERT.matcher(message).replaceFirst("");
  }

  /// Whether it is worth another attempt.
  static boolean mayPass(Exception failure) {
    return switch (failure) {
      case HttpException.BadStatus bad -> isBusy(bad.status());
      case HttpException.TimedOut _, HttpException.ConnectionLost _ -> true;
      case HttpException.ConnectFailed _ ->
          find(failure, UnknownHostException.class) == null
              && find(failure, SSLException.class) == null;
      default -> false;
    };
  }

  /// Whether the host may answer if it is asked again.
  static boolean isBusy(Status status) {
    return switch (status.code()) {
      case 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /// Whether another host does not want to be looked at by programs, which says nothing about
  /// people.
  static boolean isRefusal(Status status) {
    return switch (status.code()) {
      case 403, 429, 999 -> true;
      default -> false;
    };
  }

  static boolean isRefusal(Exception failure) {
    return failure instanceof HttpException.BadStatus bad && isRefusal(bad.status());
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  /// How long a host wants to be left alone; zero if it does not say (RFC 9110 section 10.2.3).
  static Duration retryAfter(Exception failure) {
    return failure instanceof HttpException.BadStatus bad
        ? bad.retryAfter().orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  /// Returns a duration as people say it: `2.5 s`.
  private static String words(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000.0 + " s";
  }
}
