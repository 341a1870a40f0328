package dev.treadle.io;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.TaskGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

/// What [ByteStream#abort()] must do: the part of [ByteStreamContract] about ends that are cut.
abstract class AbortContract extends ByteStreamEnds {

  @Test
  void whoReadsFromAnAbortedEndDoesNotTakeItForTheEnd() throws IOException {
    var ends = opened();
    write(ends.server(), "half of i");
    assertThat(readText(ends.client(), 9)).isEqualTo("half of i");
    TaskGroup.run(group -> {
      var reader = group.start(() -> readAfterAbort(ends.client()));
      sleep(SHORT);

      ends.server().abort();

      assertThat(reader.await()).isTrue();
    });
  }

  private boolean readAfterAbort(ByteStream stream) throws IOException {
    if (!resets()) {
      return stream.read(ByteBuffer.allocate(1)) == -1;
    }
    // Again, as who asks twice must not get another answer.
    return isReset(catchThrowable(() -> stream.read(ByteBuffer.allocate(1))))
        && isReset(catchThrowable(() -> stream.tryRead(ByteBuffer.allocate(1))));
  }

  private static boolean isReset(Throwable failure) {
    return failure instanceof IOException && !(failure instanceof ClosedChannelException);
  }

  @Test
  void abortOfTheOtherEndWakesWhoeverWrites() throws IOException {
    var ends = opened();
    TaskGroup.run(group -> {
      var writer = group.start(() -> catchThrowable(() -> writeMany(ends.client())));
      sleep(SHORT);

      ends.server().abort();

      assertThat(isReset(writer.await())).isTrue();
    });
  }

  @Test
  void abortWakesWhoeverReadsAndWritesHere() throws IOException {
    var ends = opened();
    TaskGroup.run(group -> {
      var reader =
          group.start(() -> catchThrowable(() -> ends.client().read(ByteBuffer.allocate(1))));
      var writer = group.start(() -> catchThrowable(() -> writeMany(ends.client())));
      sleep(SHORT);

      ends.client().abort();

      assertThat(reader.await()).isInstanceOf(ClosedChannelException.class);
      assertThat(writer.await()).isInstanceOf(ClosedChannelException.class);
    });
  }

  @Test
  void abortNeverWaitsAndClosesForGood() throws IOException {
    var ends = opened();

    boolean whole =
        CancelScope.run(scope -> {
          scope.cancel("enough");
          ends.client().abort();
          ends.client().abort();
          ends.client().close();
        });

    assertThat(whole).isTrue();
    assertClosed(() -> ends.client().read(ByteBuffer.allocate(1)));
    assertClosed(() -> write(ends.client(), "x"));
  }

  @Test
  void whatIsClosedAlreadyIsNotAborted() throws IOException {
    var ends = opened();
    write(ends.client(), "all of it");
    TaskGroup.run(group -> {
      group.start(() -> ends.client().close());
      assertThat(readText(ends.server(), 9)).isEqualTo("all of it");
      assertThat(ends.server().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      ends.server().shutdownOutput();
    });

    ends.client().abort();

    assertThat(ends.server().read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }
}
