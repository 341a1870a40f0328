package dev.treadle.http.client;

import dev.treadle.Step;
import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Answers requests from a function, for tests: without a network, and with everything else a
/// client does.
///
/// {@snippet class=dev.treadle.http.client.MockTransportSnippets region=mock lang=java}
///
/// The function runs in the task that makes the call, and may wait or throw.
public final class MockTransport implements Transport {

  private final Step<? super Received, Answer, ? extends IOException> answers;
  private final List<Received> requests = new ArrayList<>();

  private MockTransport(Step<? super Received, Answer, ? extends IOException> answers) {
    this.answers = answers;
  }

  /// A request as it arrives.
  ///
  /// @param request what was sent, with all its fields
  /// @param content what it carried
  @SuppressWarnings("ArrayRecordComponent") // nobody compares requests
  public record Received(Request request, byte[] content) {

    /// Returns path and query.
    public String target() {
      return request.url().target();
    }

    /// Returns the content as a text in UTF-8.
    public String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  /// What is answered.
  ///
  /// @param status how the request ends
  /// @param headers the fields
  /// @param content what comes with it
  @SuppressWarnings("ArrayRecordComponent") // nobody compares answers
  public record Answer(Status status, Headers headers, byte[] content) {

    /// Returns an answer with a text.
    public static Answer text(int status, String text) {
      return new Answer(
          Status.of(status),
          Headers.of("Content-Type", "text/plain; charset=utf-8"),
          text.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns an answer without content.
    public static Answer of(int status) {
      return new Answer(Status.of(status), Headers.empty(), new byte[0]);
    }

    /// Returns this answer with a field more.
    public Answer withHeader(String name, String value) {
      return new Answer(status, headers.withAdded(name, value), content);
    }
  }

  /// Returns a transport that answers what a function says.
  public static MockTransport of(Step<? super Received, Answer, ? extends IOException> answers) {
    return new MockTransport(Objects.requireNonNull(answers, "answers"));
  }

  @Override
  public Reply send(Request request) throws IOException {
    var content = new ByteArrayOutputStream();
    request.content().writeTo(bytes -> append(content, bytes));
    var received = new Received(request, content.toByteArray());
    synchronized (requests) {
      requests.add(received);
    }
    var answer = answers.apply(received);
    return Reply.of(request, answer.status, answer.headers, answer.content);
  }

  private static void append(ByteArrayOutputStream content, ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.get(copy);
    content.writeBytes(copy);
  }

  /// Returns what was asked so far, in order.
  public List<Received> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }
}
