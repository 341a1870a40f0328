package dev.treadle.http.client;

import dev.treadle.Action;
import dev.treadle.Treadle;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.wire.BodyFraming;
import dev.treadle.http.wire.ConnectionOption;
import dev.treadle.http.wire.HeadWriter;
import dev.treadle.http.wire.HeadWriter.RequestLine;
import dev.treadle.http.wire.ResponseHead;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One request and the head of its answer, on one connection.
final class Exchange {

  /// So many interim answers to one request are taken.
  private static final int MAX_INTERIM = 32;

  /// How long content is held back for a server that does not say whether it wants it.
  private static final Duration CONTINUE = Duration.ofSeconds(1);

  private final Http1Connection connection;
  private final Request request;
  private final RequestLine line;
  private final Timeouts timeouts;
  private int interim;

  /// Whether all of the request was sent before the answer was looked for; if not, the connection
  /// is of no more use, unless an upload goes on.
  private boolean sent;

  private @Nullable Upload upload;

  Exchange(Http1Connection connection, Request request, RequestLine line) {
    this.connection = connection;
    this.request = request;
    this.line = line;
    this.timeouts = request.timeouts().orElse(Timeouts.DEFAULT);
  }

  /// Whether nothing of an answer had come when the connection failed.
  static final class NoAnswer extends IOException {

    private static final long serialVersionUID = 1L;

    NoAnswer(@Nullable Throwable cause) {
      super("expected an answer, found the end of the connection", cause);
    }
  }

  boolean isSent() {
    return sent;
  }

  /// What is sent while the answer is read; `null` if nothing is.
  @Nullable Upload upload() {
    return upload;
  }

  /// Sends the request and waits for the head of its final answer.
  ///
  /// @throws NoAnswer if the connection failed before the first byte of one
  ResponseHead run() throws IOException {
    connection.begin(timeouts.read());
    long length = request.content().length();
    var framing = framing(length);
    var refusal = tryToSend(() -> writeHead(framing));
    if (refusal != null) {
      return refusal;
    }
    if (framing.isEmpty() || (request.content() instanceof MemoryContent memory && fits(memory))) {
      return sendWhole();
    }
    var answer = request.expectsContinue() ? awaitContinue() : null;
    if (answer != null) {
      return answer;
    }
    var uploads = request.uploads();
    return uploads == null || !Uploads.needs(request.content())
        ? sendInOneGo(framing)
        : sendBeside(uploads, framing);
  }

  private BodyFraming framing(long length) {
    if (length > 0) {
      return BodyFraming.length(length);
    }
    if (length < 0) {
      return BodyFraming.CHUNKED;
    }
    return switch (request.method().name()) {
      case "POST", "PUT", "PATCH" -> BodyFraming.length(0);
      default -> BodyFraming.NONE;
    };
  }

  private void writeHead(BodyFraming framing) throws IOException {
    var option =
        request.headers().contains("upgrade") ? ConnectionOption.UPGRADE : ConnectionOption.UNSAID;
    var out = connection.out().clear();
    if (HeadWriter.request(out, line, request.headers(), framing, option)) {
      return;
    }
    for (int size = 4 * out.capacity(); ; size *= 4) {
      var large = ByteBuffer.allocate(size);
      if (HeadWriter.request(large, line, request.headers(), framing, option)) {
        connection.write(large.flip());
        return;
      }
    }
  }

  private boolean fits(MemoryContent content) {
    return !request.expectsContinue() && content.bytes().length <= connection.out().remaining();
  }

  /// Head and content in one piece.
  private ResponseHead sendWhole() throws IOException {
    if (request.content() instanceof MemoryContent memory) {
      connection.out().put(memory.bytes());
    }
    var refusal = tryToSend(connection::flush);
    sent = refusal == null;
    return refusal == null ? answer() : refusal;
  }

  private ResponseHead sendInOneGo(BodyFraming framing) throws IOException {
    var writer = new BodyWriter(connection, framing);
    var refusal =
        tryToSend(() -> {
          request.content().writeTo(writer);
          writer.finish();
        });
    sent = refusal == null;
    return refusal == null ? answer() : refusal;
  }

  /// Returns what the server has said instead of taking it all; `null` if it was sent.
  private @Nullable ResponseHead tryToSend(Action<IOException> part) throws IOException {
    try {
      part.run();
      return null;
    } catch (HttpException ours) {
      throw ours;
    } catch (IOException broken) {
      return lastWords(broken);
    }
  }

  /// The server takes no more of the request. Perhaps it has said why.
  private ResponseHead lastWords(IOException broken) throws IOException {
    try {
      return Treadle.moveOnAfter(Upload.LAST_WORDS, this::answer).orElseThrow(() -> broken);
    } catch (NoAnswer none) {
      throw new NoAnswer(broken);
    } catch (HttpParseException malformed) {
      throw malformed;
    } catch (IOException unreadable) {
      throw new NoAnswer(broken);
    }
  }

  private ResponseHead answer() throws IOException {
    while (true) {
      var head = next();
      if (!head.isInterim()) {
        return head;
      }
    }
  }

  private ResponseHead next() throws IOException {
    ResponseHead head;
    try {
      head = connection.readHead();
    } catch (HttpException | HttpParseException ours) {
      throw ours;
    } catch (EOFException cut) {
      throw new HttpException.ConnectionLost(
          "expected %s to answer %s: %s".formatted(connection.route(), request, cut.getMessage()),
          cut);
    } catch (IOException broken) {
      throw new NoAnswer(broken);
    }
    if (head == null) {
      throw new NoAnswer(null);
    }
    if (head.isInterim() && ++interim > MAX_INTERIM) {
      throw new HttpParseException(
          502, "expected at most %d interim answers, found more".formatted(MAX_INTERIM));
    }
    return head;
  }

  /// Waits until the server says that it wants the content, or for a second.
  ///
  /// @return the final answer, if that is what came; `null` if the content is to be sent
  private @Nullable ResponseHead awaitContinue() throws IOException {
    var refusal = tryToSend(connection::flush);
    if (refusal != null) {
      return refusal;
    }
    var head = new ResponseHead[1];
    Treadle.moveOnAfter(
        CONTINUE,
        () -> {
          do {
            head[0] = next();
          } while (head[0].isInterim() && head[0].status().code() != 100);
        });
    return head[0] == null || head[0].isInterim() ? null : head[0];
  }

  /// Sends content that may take long in a task of its own, and looks out for an answer meanwhile:
  /// a server that does not want it says so early, and one that works on it may answer as it comes.
  private ResponseHead sendBeside(Uploads uploads, BodyFraming framing) throws IOException {
    var started = uploads.start(connection, request.content(), framing, timeouts.read());
    upload = started;
    try {
      var head = answer();
      started.answered(head.status().isSuccess());
      return head;
    } catch (HttpParseException malformed) {
      throw malformed;
    } catch (IOException failed) {
      started.throwFailure();
      var broken = started.broken();
      throw broken == null ? failed : new NoAnswer(broken);
    }
  }

  /// Sends no more, because nobody is interested in the answer.
  void cut() {
    if (upload != null) {
      upload.cut();
    }
  }
}
