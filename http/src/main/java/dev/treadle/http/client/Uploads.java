package dev.treadle.http.client;

import dev.treadle.Step;
import dev.treadle.Task;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.http.wire.BodyFraming;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Who owns the tasks that send a call's content: one upload at a time, several if the call is
/// redirected or tried again. For the task that makes the call only.
final class Uploads {

  /// Content in memory of so many bytes is sent before anything is read: with a usual head it fits
  /// into one write, which no transport keeps waiting.
  static final int AT_ONCE = 7 * 1024;

  private final TaskGroup group;
  private final Thread owner = Thread.currentThread();
  private @Nullable Upload last;
  private @Nullable Task<@Nullable Void> task;
  private boolean abandoned;

  private Uploads(TaskGroup group) {
    this.group = group;
  }

  /// Whether content may take so long that an answer may come before its end.
  static boolean needs(Content content) {
    return !(content instanceof MemoryContent memory) || memory.length() > AT_ONCE;
  }

  /// Whether the calling task is the one that makes the call. An interceptor may send from others.
  boolean isHere() {
    return Thread.currentThread() == owner;
  }

  /// Makes a call whose content is sent beside it. Ends when it is sent, or will not be.
  ///
  /// @throws IOException what the call throws, or what the content failed with
  static <T> T during(Request request, Step<? super Request, T, IOException> call)
      throws IOException {
    try {
      return TaskGroup.call(
          "call",
          group -> {
            var uploads = new Uploads(group);
            T value = call.apply(request.with(uploads));
            uploads.finish();
            return value;
          });
    } catch (TaskFailedException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw failed.rethrow(IOException.class).rethrow(RuntimeException.class);
    }
  }

  /// Begins to send content, when what was sent before has come to its end.
  ///
  /// @param read how long nothing may move
  Upload start(Http1Connection connection, Content content, BodyFraming framing, Duration read) {
    if (last != null) {
      last.expectNoReader();
    }
    awaitLast();
    var upload = new Upload(connection, content, new BodyWriter(connection, framing), read);
    last = upload;
    task = group.start("content", upload::run);
    return upload;
  }

  private void awaitLast() {
    if (task != null) {
      task.await();
    }
  }

  /// The call has failed, so nothing more is sent, and how that ends is of no interest.
  void abandon() {
    abandoned = true;
    if (last != null) {
      last.cut();
    }
  }

  private void finish() throws IOException {
    if (last == null) {
      return;
    }
    last.expectNoReader();
    awaitLast();
    if (!abandoned) {
      last.throwFailure();
    }
  }
}
