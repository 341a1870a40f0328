package dev.treadle.examples.scout;

import dev.treadle.examples.scout.CrawlSettings.Limits;
import dev.treadle.examples.scout.Snapshot.Phase;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.MediaType;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.Url;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.client.HttpException;
import dev.treadle.http.client.Request;
import dev.treadle.http.client.ResponseStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Asks for addresses and makes verdicts of the answers.
///
/// Redirects are not followed here: where one leads is an address like any other, which is asked
/// for once, however many lead there.
final class Fetcher {

  private static final MediaType XHTML = MediaType.of("application/xhtml+xml");

  /// What of no interest is so short is read, to keep its connection; else it is closed.
  private static final int WORTH_READING = 64 * 1024;

  private static final int PIECE = 16 * 1024;

  private final HttpClient client;
  private final Limits limits;

  Fetcher(HttpClient client, Limits limits) {
    this.client = client;
    this.limits = limits;
  }

  /// Makes one attempt, of two requests if the first was for the head alone and the host does not
  /// know what to do with it.
  ///
  /// @throws IOException if there was no answer, or one that says that another attempt may help
  Answer attempt(Fetch fetch, Gate gate) throws IOException {
    if (!fetch.job.isRead() && !fetch.isHeadUseless()) {
      var head = check(fetch, gate);
      if (head != null) {
        return head;
      }
      fetch.noHead();
    }
    return ask(fetch, gate, Method.GET);
  }

  /// Asks for the head alone. Hosts that mind say so in many ways, but not by asking for time.
  ///
  /// @return `null` if the answer says nothing about the whole
  private @Nullable Answer check(Fetch fetch, Gate gate) throws IOException {
    try {
      var head = ask(fetch, gate, Method.HEAD);
      return switch (head.verdict()) {
        case Verdict.Broken _, Verdict.Refused _ -> null;
        case null, default -> head;
      };
    } catch (HttpException.BadStatus bad) {
      if (bad.status().equals(Status.INTERNAL_SERVER_ERROR)) {
        return null;
      }
      throw bad;
    } catch (HttpException.ConnectionLost | HttpException.Protocol speechless) {
      return null;
    } catch (HttpException.TimedOut slow) {
      // The next attempt has all its time again.
      fetch.noHead();
      throw slow;
    }
  }

  private Answer ask(Fetch fetch, Gate gate, Method method) throws IOException {
    fetch.enter(Phase.WAITING);
    try (var _ = gate.pass()) {
      fetch.enter(Phase.FETCHING);
      long begun = System.nanoTime();
      var request = Request.of(method, fetch.job.entry().url).withoutRedirects();
      return client.stream(request, answer -> judge(fetch.job, answer, begun));
    }
  }

  private Answer judge(Entry.Job job, ResponseStream answer, long begun) throws IOException {
    var status = answer.status();
    if (Reasons.isBusy(status)) {
      answer.raiseForStatus();
    }
    if (status.isRedirection()) {
      return Answer.of(redirect(job.entry().url, answer));
    }
    if (!status.isSuccess()) {
      drop(answer);
      return Answer.of(error(job, status));
    }
    if (!job.isRead() || !isPage(answer)) {
      boolean isRiddle = job.isRead() && isRiddle(answer);
      var remark = isRiddle ? "its host does not say whether it is a page" : null;
      return Answer.of(new Verdict.Present(drop(answer), remark));
    }
    var coding = answer.headers().first("Content-Encoding");
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      var remark = "a page packed by '" + coding + "', which was not asked for";
      return Answer.of(new Verdict.Present(0, remark));
    }
    var content = content(answer);
    if (content == null) {
      var remark = "a page of more than " + limits.maxBytes() + " bytes";
      return Answer.of(new Verdict.Present(0, remark));
    }
    var duration = Duration.ofNanos(System.nanoTime() - begun);
    var charset = answer.headers().contentType().map(type -> type.parameter("charset"));
    return Answer.of(
        new Fetched(job.entry(), status.code(), content, charset.orElse(null), duration));
  }

  private static Verdict redirect(Url url, ResponseStream answer) {
    var status = answer.status();
    var location = answer.headers().first("Location");
    if (location == null || status.code() == 300 || status.code() == 304) {
      return new Verdict.Broken(status + " that leads nowhere");
    }
    try {
      var link = asWritten(location);
      return Reference.isOfTheWeb(link)
          ? new Verdict.Moved(status.code(), url.resolve(Url.tidy(link)))
          : new Verdict.Present(0, "leads out of the web, to " + Url.tidy(link));
    } catch (HttpParseException _) {
      return new Verdict.Broken(status + " to what is no address");
    }
  }

  /// Headers are read as ISO 8859-1, and servers that do not encode what they should write UTF-8.
  private static String asWritten(String location) {
    try {
      var octets = ByteBuffer.wrap(location.getBytes(StandardCharsets.ISO_8859_1));
      return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
    } catch (CharacterCodingException _) {
      return location;
    }
  }

  /// Hosts that ask for a password, or take programs for a nuisance, may well show it to people. Of
  /// the site itself one should know better.
  private static Verdict error(Entry.Job job, Status status) {
    boolean isPrivate = status.code() == 401 || status.code() == 407;
    if (isPrivate || (!job.isRead() && Reasons.isRefusal(status))) {
      return new Verdict.Refused(status.toString());
    }
    return new Verdict.Broken(status.toString());
  }

  private static boolean isPage(ResponseStream answer) {
    return answer
        .headers()
        .contentType()
        .filter(type -> type.isSameAs(MediaType.HTML) || type.isSameAs(XHTML))
        .isPresent();
  }

  /// Whether there is something, and nobody says what.
  private static boolean isRiddle(ResponseStream answer) {
    return !answer.headers().contains("Content-Type")
        && !answer.status().equals(Status.NO_CONTENT)
        && answer.headers().contentLength().orElse(1) > 0;
  }

  /// Reads what nobody wants if that is quickly done.
  ///
  /// @return how much was read
  private static long drop(ResponseStream answer) throws IOException {
    if (answer.headers().contentLength().orElse(Long.MAX_VALUE) > WORTH_READING) {
      return 0;
    }
    return answer.transferTo(_ -> {});
  }

  /// Returns `null` if it is longer than what is read.
  @SuppressWarnings("ByteBufferBackingArray") // allocated here
  private byte @Nullable [] content(ResponseStream answer) throws IOException {
    long said = answer.headers().contentLength().orElse(PIECE);
    if (said > limits.maxBytes()) {
      return null;
    }
    var all = ByteBuffer.allocate((int) said + 1);
    while (answer.read(all) >= 0) {
      if (all.position() > limits.maxBytes()) {
        return null;
      }
      if (!all.hasRemaining()) {
        all = ByteBuffer.allocate(2 * all.capacity()).put(all.flip());
      }
    }
    return Arrays.copyOf(all.array(), all.position());
  }
}
