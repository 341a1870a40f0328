package dev.treadle.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must be true for a request to be carried out (RFC 9110 section 13).
///
/// {@snippet class=dev.treadle.http.PreconditionsSnippets region=evaluate lang=java}
///
/// @param tag the tag of the resource's present state; `null` if it has none or there is no
///   resource
/// @param lastModified when it changed last; `null` if nobody knows
/// @param exists whether there is a resource, which `If-Match: *` and `If-None-Match: *` ask
public record Preconditions(
    @Nullable EntityTag tag, @Nullable Instant lastModified, boolean exists) {

  /// What becomes of the request.
  public enum Outcome {
    /// It is carried out.
    PROCEED,
    /// The answer is 304: what the client has is right.
    NOT_MODIFIED,
    /// The answer is 412: it is not as the client thought.
    FAILED
  }

  /// Returns those of a resource that is there.
  ///
  /// @param tag of its present state, if it has one
  /// @param lastModified when it changed last, if that is known
  public static Preconditions of(@Nullable EntityTag tag, @Nullable Instant lastModified) {
    return new Preconditions(tag, lastModified, true);
  }

  /// Returns those of a resource that is not there.
  public static Preconditions ofNothing() {
    return new Preconditions(null, null, false);
  }

  /// Returns what becomes of a request: the fields are looked at in the order of RFC 9110 section
  /// 13.2.2. Fields that are malformed count for nothing. Ask only if the request would succeed
  /// without them, and not for CONNECT, OPTIONS and TRACE.
  public Outcome evaluate(Method method, Headers request) {
    if (request.contains("If-Match")) {
      if (!matches(request.all("If-Match"))) {
        return Outcome.FAILED;
      }
    } else if (isModifiedSince(request, "If-Unmodified-Since")) {
      return Outcome.FAILED;
    }
    boolean reads = method.equals(Method.GET) || method.equals(Method.HEAD);
    if (request.contains("If-None-Match")) {
      if (noneMatches(request.all("If-None-Match"))) {
        return Outcome.PROCEED;
      }
      return reads ? Outcome.NOT_MODIFIED : Outcome.FAILED;
    }
    boolean dated = reads && lastModified != null && request.date("If-Modified-Since").isPresent();
    return dated && !isModifiedSince(request, "If-Modified-Since")
        ? Outcome.NOT_MODIFIED
        : Outcome.PROCEED;
  }

  /// Returns whether the `Range` of a request is to be obeyed: it is, unless there is an `If-Range`
  /// that names another state (section 13.1.5). Else the answer is the whole.
  public boolean rangeApplies(Headers request) {
    var condition = request.first("If-Range");
    if (condition == null) {
      return true;
    }
    var date = HttpDate.parse(condition);
    if (date.isPresent()) {
      return lastModified != null && date.get().equals(seconds(lastModified));
    }
    return EntityTag.parse(condition)
        .filter(wanted -> tag != null && wanted.matchesStrongly(tag))
        .isPresent();
  }

  private boolean matches(List<String> values) {
    if (isAny(values)) {
      return exists;
    }
    return tag != null && EntityTag.parseAll(values).stream().anyMatch(tag::matchesStrongly);
  }

  private boolean noneMatches(List<String> values) {
    if (isAny(values)) {
      return !exists;
    }
    return tag == null || EntityTag.parseAll(values).stream().noneMatch(tag::matchesWeakly);
  }

  /// Whether the resource changed after a date; not if either is not known.
  private boolean isModifiedSince(Headers request, String name) {
    return lastModified != null
        && request.date(name).filter(date -> seconds(lastModified).isAfter(date)).isPresent();
  }

  private static boolean isAny(List<String> values) {
    return values.size() == 1 && values.getFirst().equals("*");
  }

  /// Dates in fields have no fractions.
  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
