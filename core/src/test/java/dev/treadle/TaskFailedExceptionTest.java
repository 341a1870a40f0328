package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TaskFailedExceptionTest {

  private final IOException first = new FileNotFoundException("a.txt");
  private final IllegalStateException second = new IllegalStateException("b");
  private final TaskFailedException failed = new TaskFailedException(List.of(first, second), 2);

  @Test
  void theFirstFailureIsTheCauseAndTheRestIsSuppressed() {
    assertThat(failed).hasCause(first);
    assertThat(failed.getSuppressed()).containsExactly(second);
    assertThat(failed.failures()).containsExactly(first, second);
    assertThat(failed.failureCount()).isEqualTo(2);
  }

  @Test
  void itsMessageIsTheFirstFailuresWithACountOfTheRest() {
    assertThat(failed).hasMessage("java.io.FileNotFoundException: a.txt (and 1 more)");
    assertThat(TaskFailedException.of(second)).hasMessage("java.lang.IllegalStateException: b");
  }

  @Test
  void ofJoinsWithinJoinsItIsTheInnermostOnes() {
    var outer = TaskFailedException.of(TaskFailedException.of(second));

    assertThat(outer).hasMessage("java.lang.IllegalStateException: b");
  }

  @Test
  void rethrowThrowsTheFirstFailureIfItIsOfThatType() {
    assertThatThrownBy(() -> failed.rethrow(IOException.class)).isSameAs(first);
  }

  @Test
  void rethrowReturnsTheExceptionIfNot() throws TimeoutException {
    assertThat(failed.rethrow(TimeoutException.class)).isSameAs(failed);
    assertThat(failed.rethrow(IllegalStateException.class)).isSameAs(failed);
  }

  @Test
  void firstLooksThroughAllFailures() {
    assertThat(failed.first(IllegalStateException.class)).containsSame(second);
    assertThat(failed.first(Exception.class)).containsSame(first);
    assertThat(failed.first(Error.class)).isEmpty();
  }

  @Test
  void theFailuresCannotBeChanged() {
    var given = new ArrayList<Throwable>(List.of(first, second));
    var copied = new TaskFailedException(given, 2);
    given.clear();

    assertThat(copied.failures()).containsExactly(first, second);
    assertThatThrownBy(() -> copied.failures().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void itCanBeSerialized() throws IOException, ClassNotFoundException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(failed);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var copy = (TaskFailedException) in.readObject();

      assertThat(copy).hasMessage(failed.getMessage());
      assertThat(copy.failures()).hasSize(2);
    }
  }
}
